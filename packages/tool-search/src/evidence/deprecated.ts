import { plainName } from "../names/plain-name.ts";
import type { SearchableTool } from "../types.ts";

const read = 1_000;
/** The text after this is about arguments, which may be deprecated while the tool is not. */
const argumentsFollow =
  /\b(?:args|arguments|parameters|params|inputs?|options|fields|returns)\b\W{0,3}:/i;
const words = "(?:deprecated|obsolete|superseded|discontinued)";
const orLegacy = "(?:deprecated|obsolete|superseded|discontinued|legacy)";
const more =
  "(?:in favou?r|since|as of|by|use|please|and will|tool|function|method|endpoint|alias|version|compatibility|wrapper)\\b";
/** `[legacy]`, `(deprecated since 2.0)` in a name, a title or a first sentence. */
const inBrackets = new RegExp(`[([]${orLegacy}(?:[)\\].,:;]| ${more})`, "i");
/**
 * `DEPRECATED: use …`, `Obsolete. …`, `Superseded by …`, `this tool is deprecated`; not `Lists deprecated packages`,
 * `Legacy systems and …`, `status: ACTIVE or DEPRECATED`.
 */
const inSentences = new RegExp(
  [
    `(?:^|[.!?;—–*] ?|\\b(?:note|notice|warning|important): |- )\\W{0,3}${orLegacy}(?:\\W{0,3}[.:;!,)\\]—–]|\\W{0,3} -|\\W{0,3}$)`,
    `(?:^|[.!?;—–*] ?)\\W{0,3}${words}\\W{0,3} ${more}`,
    `\\bthis (?:tool|function|method|endpoint|operation|command|api) (?:is|has been) (?:now |being )?(?:${words}\\b|replaced by\\b|no longer (?:supported|maintained)\\b)`,
  ].join("|"),
  "i",
);
const sayable = /deprecat|obsolete|supersed|discontinued|legacy|replaced by|no longer/i;

/** Whether a text says that what it describes is deprecated or has been replaced. */
export function saysDeprecated(text: unknown): boolean {
  if (typeof text !== "string") return false;
  const start = text.slice(0, read);
  if (!sayable.test(start)) return false;
  const [about = ""] = start.replace(/\s+/g, " ").trim().split(argumentsFollow);
  const [first = ""] = about.split(/[.!?] /);
  return inBrackets.test(first) || inSentences.test(about);
}

/** Whether a tool's name, title, description, annotations or schema say that it is deprecated. */
export function isDeprecated({
  name,
  title,
  description,
  annotations,
  inputSchema,
}: SearchableTool): boolean {
  const hints: Readonly<Record<string, unknown>> = { ...annotations };
  const schema: Readonly<Record<string, unknown>> = { ...inputSchema };
  return (
    [name, title, hints["title"], description].some(saysDeprecated) ||
    hints["deprecated"] === true ||
    schema["deprecated"] === true
  );
}

/**
 * Whether a query contains the tool's name as one word, as somebody writes it who knows the tool: not `read file` for
 * `read_file`.
 */
export function isSpelledOut(query: string, server: string, name: string): boolean {
  const plain = plainName(name);
  const names = new Set([plain, plainName(server) + plain]);
  return (
    query.toLowerCase().includes(name.toLowerCase()) ||
    query.split(/\s+/).some((token) => names.has(plainName(token)))
  );
}
