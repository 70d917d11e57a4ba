import { isObject } from "../json-value.ts";

const secretMembers = [
  "access_token",
  "refresh_token",
  "id_token",
  "client_secret",
  "client_assertion",
  "registration_access_token",
  "code",
  "code_verifier",
] as const;

// A server may give a new token with each answer, and every line of the log is looked through for all that is remembered.
const mostSecrets = 100;
const mostCharacters = 1_000_000;

/** Remembers a secret, and how it is written in a URL and in a header, so that masks know it. The oldest are forgotten. */
export function rememberSecret(secrets: Set<string>, value: unknown): void {
  if (typeof value !== "string" || value === "") return;
  const newest = [value, encodeURIComponent(value)];
  for (const written of newest) {
    // What is in use comes again and again, and is the newest then.
    secrets.delete(written);
    secrets.add(written);
  }
  let characters = 0;
  for (const { length } of secrets) characters += length;
  for (const secret of secrets) {
    if (newest.includes(secret)) return;
    if (secrets.size <= mostSecrets && characters <= mostCharacters) return;
    secrets.delete(secret);
    characters -= secret.length;
  }
}

/** Remembers what is secret in an OAuth message: the body of a request or of a response. */
export function rememberSecretsOf(secrets: Set<string>, message: unknown): void {
  const members = message instanceof URLSearchParams ? Object.fromEntries(message) : message;
  if (!isObject(members)) return;
  for (const name of secretMembers) rememberSecret(secrets, members[name]);
}
