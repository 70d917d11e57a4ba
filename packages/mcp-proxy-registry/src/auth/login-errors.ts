import { errorText } from "../error-text.ts";
import { maskedCommandLine } from "../mask-secrets.ts";
import { RegistryError } from "../registry-error.ts";
import { oneLine, plainText } from "./requests/bounded-response.ts";

/** The command that logs in to a server. */
function loginCommand(server: string): string {
  return maskedCommandLine("npx", ["mcp-code-execution", "login", server]);
}

/** @param reason a sentence about the server, without its full stop */
export function loginRequired(server: string, reason: string): RegistryError {
  const summary = `${reason}. Run this command in a terminal, then try again: ${loginCommand(server)}`;
  return new RegistryError("login-required", summary, { server });
}

/** A failed login or renewal. The cause is not kept, because its secrets are only masked in the message. */
export function loginFailed(
  server: string,
  what: string,
  error: unknown,
  mask: (text: string) => string,
): RegistryError {
  if (error instanceof RegistryError) return error;
  return new RegistryError("login-failed", `${what}: ${mask(oauthErrorText(error))}`, { server });
}

// How the SDK reports an answer that is not a valid OAuth answer.
const noOauthAnswer = /^(HTTP \d+: )Invalid OAuth error response: .*?Raw body: (.*)$/s;

/** The code of an OAuth error and its message, which may be empty. */
function oauthErrorText(error: unknown): string {
  const [, status, body] = noOauthAnswer.exec(error instanceof Error ? error.message : "") ?? [];
  if (status !== undefined) return errorText(status + plainText(body ?? ""));
  const code = error instanceof Error && "errorCode" in error ? String(error.errorCode) : "";
  return [code, oneLine(errorText(error))].filter((part) => part !== "").join(": ");
}
