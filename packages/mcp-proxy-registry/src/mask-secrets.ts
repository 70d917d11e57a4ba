import type { ServerDefinition } from "./servers/server-definition.ts";

const placeholder = "***";
const secretName = /key|token|secret|pass|auth|credential|bearer|cookie|signature|dsn|connection/i;
const knownTokens =
  /\b(?:sk-|ghp_|gho_|ghs_|github_pat_|glpat-|xox[abeprs]-|AKIA|AIza|npm_|hf_|eyJ)[\w.=-]{12,}/g;
// No scheme is longer. Without this limit, a text of a million hyphens would be scanned again from each of them.
const urlPassword = /(\b[a-z][a-z0-9+.-]{0,40}:\/\/[^\s:/@]*:)[^\s/@]+@/gi;
const bearerToken = /\b(bearer|basic)\s+\S+/gi;
const shortestValue = 6;
/** Characters of an error that is kept as a cause. */
const longestError = 20_000;

/**
 * Returns a function that masks a server's secrets in a text: the values of its `env` and `headers` (except paths,
 * unless their name suggests a secret, and values too short to be secret), passwords in URLs, and strings that look
 * like well-known tokens. `learned` may grow: the tokens of logins.
 */
export function createMask(
  definition: ServerDefinition,
  learned: Iterable<string> = [],
): (text: string) => string {
  const configured = secretValues(definition);
  return (text) => {
    let masked = text;
    const values = [...configured, ...learned].filter((value) => value.length >= shortestValue);
    for (const value of values.toSorted((a, b) => b.length - a.length))
      masked = masked.replaceAll(value, placeholder);
    return maskTokens(masked);
  };
}

/** The error itself if it contains no secret, otherwise one with the same name and a masked message. */
export function maskError(error: unknown, mask: (text: string) => string): unknown {
  const shown = textOf(error);
  if (shown !== undefined && mask(shown) === shown) return error;
  const short = (text: string): string => mask(text.slice(0, longestError));
  if (!(error instanceof Error)) return short(shown ?? "an error that is too long to be kept");
  return Object.assign(new Error(short(error.message)), {
    name: error.name,
    stack: short(error.stack ?? ""),
  });
}

/** All text in an error, including keys; undefined if there is too much to search. */
function textOf(error: unknown): string | undefined {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  const waiting: unknown[] = [error];
  let room = longestError;
  // The list grows while it is gone through.
  for (const value of waiting) {
    room -= typeof value === "string" ? value.length : 1;
    if (room < 0) return undefined;
    if (typeof value === "string") texts.push(value);
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    const keys = Object.getOwnPropertyNames(value);
    if (keys.length > room) return undefined;
    for (const key of keys) waiting.push(key, (value as Record<string, unknown>)[key]);
  }
  return texts.join("\n");
}

/**
 * The command line to try by hand, quoted for a shell of the platform, with arguments that look like secrets masked.
 */
export function maskedCommandLine(
  command: string,
  args: readonly string[] = [],
  platform: NodeJS.Platform = process.platform,
): string {
  const words = args.map((word, index) => maskArgument(word, args[index - 1] ?? ""));
  const quote = platform === "win32" ? quoteOnWindows : quoteForShell;
  return [command, ...words].map(quote).join(" ");
}

function secretValues(definition: ServerDefinition): string[] {
  const pairs =
    "url" in definition
      ? [
          ...Object.entries(definition.headers ?? {}),
          ...queryOf(definition.url),
          ...Object.entries({ clientSecret: definition.oauth?.clientSecret ?? "" }),
        ]
      : Object.entries(definition.env ?? {});
  return pairs
    .filter(([name, value]) => value.length >= shortestValue && !isPath(name, value))
    .flatMap(([, value]) => [value, value.replace(/^\S+\s+/, "")])
    .filter((value) => value.length >= shortestValue);
}

function queryOf(url: string): [string, string][] {
  return URL.canParse(url) ? [...new URL(url).searchParams] : [];
}

function isPath(name: string, value: string): boolean {
  return !secretName.test(name) && /^(?:[/~.]|[A-Za-z]:[\\/])/.test(value);
}

function maskArgument(word: string, previous: string): string {
  if (/^--?\w/.test(previous) && !previous.includes("=") && secretName.test(previous))
    return placeholder;
  const assignment = /^([^=\s]+=)(.+)$/s.exec(word);
  if (assignment?.[1] !== undefined && secretName.test(assignment[1]))
    return assignment[1] + placeholder;
  const header = /^([\w-]+:\s*)(.+)$/s.exec(word);
  if (header?.[1] !== undefined && secretName.test(header[1])) return header[1] + placeholder;
  return isRandom(word) ? placeholder : maskTokens(word);
}

function maskTokens(text: string): string {
  return text
    .replace(urlPassword, `$1${placeholder}@`)
    .replace(bearerToken, `$1 ${placeholder}`)
    .replace(knownTokens, placeholder);
}

/** Whether a long word has the mix of characters of generated strings. */
function isRandom(word: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(word)) return true;
  const mixed = /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);
  return mixed && /^[\w+=-]{32,}$/.test(word);
}

function quoteForShell(word: string): string {
  const plain = /^[\w@%+=:,./-]+$/.test(word.replaceAll(placeholder, "x"));
  return plain ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** For the Windows command prompt, which does not treat single quotation marks as quotes. */
function quoteOnWindows(word: string): string {
  const plain = /^[\p{L}\p{N}_@+=:./\\~*-]+$/u.test(word);
  return plain ? word : `"${word.replaceAll('"', '""')}"`;
}
