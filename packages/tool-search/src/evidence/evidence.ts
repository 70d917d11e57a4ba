import type { EvidenceName, SearchableTool, ServerDetails } from "../types.ts";
import type { Lexicon, Reading, Word } from "../words/lexicon.ts";
import { readWords } from "../words/read-words.ts";
import { findFirstSentence } from "./first-sentence.ts";
import { readSchema } from "./read-schema.ts";

/** How much a word counts in each place; 0 means not at all. */
export type EvidenceWeights = Readonly<Record<EvidenceName, number>>;

/** All places, in the order in which a tool's words are weighed. */
export const evidenceNames: readonly EvidenceName[] = [
  "server",
  "serverDescription",
  "name",
  "title",
  "summary",
  "description",
  "parameter",
  "parameterDescription",
  "value",
  "annotation",
];

/** The default weight of each place. */
export const defaultWeights: EvidenceWeights = {
  server: 0.3,
  serverDescription: 0.3,
  name: 2.5,
  title: 1.5,
  summary: 0.6,
  description: 1,
  parameter: 0.8,
  parameterDescription: 0.4,
  value: 0.8,
  annotation: 0.3,
};

/** Limits on what is read: characters of one text, characters of one place, and words of one place. */
const maxText = 4_000;
const maxPlace = 16_000;
const maxWords = 600;
/** The same limits for a tool of which only the name is read. */
const maxName = 100;
const maxNameWords = 5;

/** The words of each place, in order. */
export type Evidence = Readonly<Record<EvidenceName, readonly Word[]>>;

/** The words that a server's tools share, read once for all of them. */
export type ServerEvidence = Pick<Evidence, "server" | "serverDescription">;

/** The words of the server's name and of its description. */
export function readServerEvidence(
  server: string,
  details: ServerDetails,
  lexicon: Lexicon,
): ServerEvidence {
  return {
    server: wordsOf([server], lexicon, { effort: 0 }),
    serverDescription: wordsOf([details.description], lexicon, { effort: 0 }),
  };
}

type Effort = Pick<Reading, "effort">;

/**
 * The words of a tool by place. Values of the wrong type have no words; of the rest a limited part is read. Adds the
 * amount that was read to `amount`.
 */
export function readEvidence(
  tool: SearchableTool,
  server: ServerEvidence,
  lexicon: Lexicon,
  amount: Effort = { effort: 0 },
): Evidence {
  const schema = readSchema(tool.inputSchema);
  const [first, rest] = splitSentence(tool.description);
  const read = (texts: readonly unknown[], before?: readonly Word[]): Word[] =>
    wordsOf(texts, lexicon, amount, before);
  const summary = read([first]);
  const hints = readHints(tool.annotations);
  return {
    server: server.server,
    serverDescription: server.serverDescription,
    name: read([tool.name]),
    title: read([tool.title, hints.title]),
    summary,
    description: read([rest], summary),
    parameter: read(schema.names),
    parameterDescription: read(schema.descriptions),
    value: read(schema.values),
    annotation: read(hints.words),
  };
}

/** The words of a tool's name alone, for a server whose text exceeds the limits. */
export function readName(
  { name }: SearchableTool,
  { server, serverDescription }: ServerEvidence,
  lexicon: Lexicon,
): Evidence {
  const words: Word[] = [];
  readWords(name.slice(0, maxName), lexicon, words, maxNameWords);
  return { ...nothing, server, serverDescription, name: words };
}

const none: readonly Word[] = [];
const nothing = {
  title: none,
  summary: none,
  description: none,
  parameter: none,
  parameterDescription: none,
  value: none,
  annotation: none,
};

function wordsOf(
  texts: readonly unknown[],
  lexicon: Lexicon,
  amount: Effort,
  before: readonly Word[] = [],
): Word[] {
  const words = [...before];
  let left = maxPlace;
  for (const text of texts) {
    if (typeof text !== "string") continue;
    const most = Math.min(maxText, left);
    left -= Math.min(most, text.length);
    const part = text.length > most ? text.slice(0, most) : text;
    amount.effort += readWords(part, lexicon, words, maxWords);
    if (left <= 0 || words.length >= maxWords) break;
  }
  return words;
}

/** The first sentence, and all that stands before and after it. */
function splitSentence(text: unknown): [string, string] {
  if (typeof text !== "string") return ["", ""];
  const description = text.slice(0, maxText);
  const { start, end } = findFirstSentence(description);
  const before = start === 0 ? "" : `${description.slice(0, start)}\n`;
  return [description.slice(start, end), before + description.slice(end)];
}

const noHints = { words: [] };
const hintWords = { readOnlyHint: "readonly", destructiveHint: "destructive" };

function readHints(annotations: object | undefined | null): { title?: unknown; words: string[] } {
  if (annotations === undefined || annotations === null) return noHints;
  const hints: Readonly<Record<string, unknown>> = { ...annotations };
  const words = Object.entries(hintWords).filter(([hint]) => hints[hint] === true);
  return { title: hints["title"], words: words.map(([, word]) => word) };
}
