import { readSchema } from "./read-schema.ts";
import { segmentWords } from "./segment-words.ts";
import type { SearchableTool, ServerDetails } from "./types.ts";

/** The places where a word of a tool can stand. */
export type EvidenceName =
  | "server"
  | "serverDescription"
  | "name"
  | "title"
  | "summary"
  | "description"
  | "parameter"
  | "parameterDescription"
  | "value"
  | "annotation";

export type EvidenceWeights = Readonly<Record<EvidenceName, number>>;

/** `summary` is the description's first sentence and counts beside `description`, not instead of it. */
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

export const defaultWeights: EvidenceWeights = {
  server: 1.2,
  serverDescription: 0.5,
  name: 2.5,
  title: 1.5,
  summary: 0.6,
  description: 1,
  parameter: 0.6,
  parameterDescription: 0.4,
  value: 0.4,
  annotation: 0.3,
};

/** Most characters of one text, and words of one place, that are read. */
const maxText = 4_000;
const maxWords = 600;

/** The words of each place, in order, before stemming. */
export type Evidence = Record<EvidenceName, string[]>;

export function readEvidence(
  server: string,
  details: ServerDetails,
  tool: SearchableTool,
): Evidence {
  const schema = readSchema(tool.inputSchema);
  const description = textOf(tool.description);
  const annotations = objectOf(tool.annotations);
  const title = [tool.title, annotations["title"]].filter((text) => typeof text === "string");
  return {
    server: wordsOf([server]),
    serverDescription: wordsOf([textOf(details.description)]),
    name: wordsOf([tool.name]),
    title: wordsOf(title),
    summary: wordsOf([firstSentence(description)]),
    description: wordsOf([description]),
    parameter: wordsOf([...schema.names, ...schema.nestedNames]),
    parameterDescription: wordsOf(schema.descriptions),
    value: wordsOf(schema.values),
    annotation: hintWords(annotations),
  };
}

function wordsOf(texts: readonly string[]): string[] {
  const words: string[] = [];
  for (const text of texts) {
    if (words.length >= maxWords) break;
    for (const word of segmentWords(text.slice(0, maxText))) words.push(word);
  }
  return words.slice(0, maxWords);
}

function firstSentence(description: string): string {
  return /^[^.。!?！？\n]*/u.exec(description.trimStart())?.[0] ?? "";
}

function hintWords(annotations: Readonly<Record<string, unknown>>): string[] {
  const hints = { readOnlyHint: "read", destructiveHint: "destructive", openWorldHint: "web" };
  return Object.entries(hints)
    .filter(([hint]) => annotations[hint] === true)
    .map(([, word]) => word);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
