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

// A limit, since a server may issue a new token with each answer, and every log line is searched for all of them.
const maxSecrets = 100;
const maxCharacters = 1_000_000;

/** Remembers a secret, and its encodings in a URL and in a header, for masking. The oldest are dropped. */
export function rememberSecret(secrets: Set<string>, value: unknown): void {
  if (typeof value !== "string" || value === "") return;
  const newest = [value, encodeURIComponent(value)];
  for (const written of newest) {
    // A secret in use is added repeatedly, and so stays among the newest.
    secrets.delete(written);
    secrets.add(written);
  }
  let characters = 0;
  for (const { length } of secrets) characters += length;
  for (const secret of secrets) {
    if (newest.includes(secret)) return;
    if (secrets.size <= maxSecrets && characters <= maxCharacters) return;
    secrets.delete(secret);
    characters -= secret.length;
  }
}

/** Remembers the secrets in the body of an OAuth request or response. */
export function rememberSecretsOf(secrets: Set<string>, message: unknown): void {
  const members = message instanceof URLSearchParams ? Object.fromEntries(message) : message;
  if (!isObject(members)) return;
  for (const name of secretMembers) rememberSecret(secrets, members[name]);
}
