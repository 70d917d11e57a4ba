import { segmentWords } from "../words/segment-words.ts";

/** The values in a query that are meant as arguments of the tool and do not describe it. */
export interface Literals {
  /** Words that occur only in such values: they say less about what is wanted. */
  words: ReadonlySet<string>;
  /** For each kind of value, the words that tools use for it: tools that accept such a value are preferred. */
  kinds: readonly (readonly string[])[];
}

interface Kind {
  pattern: RegExp;
  names: readonly string[];
  /** Whether its words say as little about the task as those of an address; the name of a month says more. */
  isOpaque: boolean;
}

/** Without `js`: names such as Node.js are not files. */
const extensions =
  "txt|md|csv|tsv|json|jsonl|pdf|docx?|xlsx?|pptx?|py|ts|html?|css|png|jpe?g|gif|svg|webp|mp[34]|wav|zip|tar|gz|log|ya?ml|xml|sql|ipynb|sh|java|cpp|rs|toml|ini|cfg|bak|db|parquet";
const months =
  "january|february|march|april|may|june|july|august|september|october|november|december";

const kindsOfValues: readonly Kind[] = [
  {
    pattern:
      /\b(?:SELECT\b[^;]+?\bFROM|INSERT INTO|UPDATE\b[^;]+?\bSET|DELETE FROM|(?:CREATE|ALTER|DROP|TRUNCATE) (?:TABLE|INDEX|VIEW))\b[^;]*|\bselect \* from\b[^;]*/g,
    names: ["sql", "database", "db", "postgres", "mysql", "sqlite"],
    isOpaque: true,
  },
  {
    pattern: /https?:\/\/\S+|\bwww\.\S+/gi,
    names: ["url", "link", "website", "webpage", "page"],
    isOpaque: true,
  },
  { pattern: /[\w.+-]+@[\w-]+\.\w+/g, names: [], isOpaque: true },
  {
    pattern: new RegExp(
      String.raw`(?<![\w./])(?:~|\.{1,2}|[A-Z]:)?[\\/][\w.\\/-]*\w|\b[\w-]+(?:\/[\w-]+)+\.\w{1,5}\b|\b[\w-]+\.(?:${extensions})\b`,
      "gi",
    ),
    names: ["path", "file", "filename", "filepath"],
    isOpaque: true,
  },
  {
    pattern: new RegExp(
      String.raw`\b\d{4}-\d\d-\d\d\b|\b\d{1,2}\/\d{1,2}\/\d{2,4}\b|\b(?:${months})\s+\d|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:${months})\b|\b(?:to(?:day|morrow)|yesterday)\b`,
      "gi",
    ),
    names: ["date", "day"],
    isOpaque: false,
  },
  { pattern: /\b\d{1,2}:\d\d\b|\b\d{1,2}\s?[ap]m\b/gi, names: ["time"], isOpaque: false },
];

/** Finds addresses, paths, dates and times by their notation. */
export function readLiterals(query: string): Literals {
  const words = new Set<string>();
  const kinds: (readonly string[])[] = [];
  let rest = query;
  for (const { pattern, names, isOpaque } of kindsOfValues) {
    const found = rest.match(pattern);
    if (found === null) continue;
    if (names.length > 0) kinds.push(names);
    if (!isOpaque) continue;
    for (const text of found) for (const word of segmentWords(text)) words.add(word);
    rest = rest.replace(pattern, " ");
  }
  if (words.size > 0) for (const word of segmentWords(rest)) words.delete(word);
  return { words, kinds };
}
