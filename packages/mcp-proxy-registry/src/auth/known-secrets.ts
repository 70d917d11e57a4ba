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

/** Remembers a secret, and how it is written in a URL and in a header, so that masks know it. */
export function rememberSecret(secrets: Set<string>, value: unknown): void {
  if (typeof value !== "string" || value === "") return;
  secrets.add(value);
  secrets.add(encodeURIComponent(value));
}

/** Remembers what is secret in an OAuth message: the body of a request or of a response. */
export function rememberSecretsOf(secrets: Set<string>, message: unknown): void {
  const members = message instanceof URLSearchParams ? Object.fromEntries(message) : message;
  if (!isObject(members)) return;
  for (const name of secretMembers) rememberSecret(secrets, members[name]);
}
