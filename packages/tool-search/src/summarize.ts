const maxLength = 80;
const read = 1_000;

/** The first sentence of a description on one line, at most 80 characters, cut at a word. */
export function summarize(description: string | undefined): string {
  const line = (description ?? "")
    .slice(0, read)
    .replace(/[\s\p{C}]+/gu, " ")
    .trim();
  const sentence = /^.+?(?:[.!?](?= )|[。！？])/u.exec(line)?.[0] ?? line;
  if (sentence.length <= maxLength) return sentence;
  const cut = sentence.slice(0, maxLength - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > maxLength / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
