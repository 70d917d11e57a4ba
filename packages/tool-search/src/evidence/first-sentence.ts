/** The heading of the part of a structured description that says what the tool does. */
const heading = /^[^\p{L}\p{N}\n]*(?:purpose|overview|summary|description)[^\p{L}\p{N}\n]*\n/imu;
/** Signs and emojis, the numbers of a list, and a heading of one word. */
const beforeWords = /^(?:[^\p{L}\p{N}"'(<[`]+|\d+[.)]\s|\p{L}+:[ \t]*\n)+/u;
/** A line that ends with a colon begins a list, such as "Args:" or "Error Responses:". */
const sentenceEnd = /[.!?](?=\s)|\n\s*\n|\n(?=[^\n]{1,40}:[ \t]*(?:\n|$))|[。！？]/gu;
const abbreviation = /\b(?:e\.g|i\.e|vs|approx|incl|no|max|min)$/i;

export interface Sentence {
  start: number;
  end: number;
}

/** Where the first sentence of a description begins and ends that says something. */
export function findFirstSentence(description: string): Sentence {
  const headed = heading.exec(description);
  let start = headed === null ? 0 : headed.index + headed[0].length;
  start += beforeWords.exec(description.slice(start))?.[0].length ?? 0;
  // Nothing but signs: then these are all that there is.
  if (start === description.length) start = 0;
  sentenceEnd.lastIndex = start;
  for (;;) {
    const found = sentenceEnd.exec(description);
    if (found === null) return { start, end: description.length };
    if (found[0] === "." && abbreviation.test(description.slice(start, found.index))) continue;
    return { start, end: found.index + 1 };
  }
}
