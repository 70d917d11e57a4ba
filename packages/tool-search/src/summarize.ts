const maxLength = 80;
const read = 1_000;
/** `DEPRECATED: use …`, `Deprecated.`, `[deprecated]`, `this tool is deprecated`; not `lists deprecated packages`. */
const deprecated =
  /\bDEPRECATED\b|(?:^|[.!?] |[([*])[Dd]eprecated\b|\b[Tt]his (?:tool|function|method) (?:is|has been) deprecated\b/;

/** The first sentence of a description on one line, at most 80 characters, cut at a word; of a deprecated tool it says so. */
export function summarize(description: string | undefined): string {
  const line = (description ?? "")
    .slice(0, read)
    .replace(/[\s\p{C}]+/gu, " ")
    .trim();
  const first = /^.+?(?:[.!?](?= )|[。！？])/u.exec(line)?.[0] ?? line;
  const sentence =
    deprecated.test(line) && !deprecated.test(first) ? `(deprecated) ${first}` : first;
  if (sentence.length <= maxLength) return sentence;
  const cut = sentence.slice(0, maxLength - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > maxLength / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
