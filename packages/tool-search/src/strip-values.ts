/** What is left of a value in a query: of a URL its host, of a file its ending, else nothing. */
const values: readonly (readonly [RegExp, (value: string) => string])[] = [
  [/\b(?:https?:\/\/|www\.)[^\s"'<>]+/gi, hostOf],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, () => " "],
  [/(?<![\w.~/-])(?:~|\.{1,2})?\/[\w./-]+/g, endingOf],
  [
    /\b[\w-]{1,80}\.(?:pdf|txt|md|csv|json|xml|ya?ml|html|xlsx?|docx?|pptx?|png|jpe?g|gif|svg|py|js|ts)\b/gi,
    endingOf,
  ],
  [/\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}\/\d{1,2}\/\d{2,4}\b/g, () => " "],
  [/\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{1,2} ?[ap]\.?m\b/gi, () => " "],
];

/** Takes out of a query what is an argument of the call rather than a word about the tool. */
export function stripValues(query: string): string {
  let text = query;
  for (const [pattern, leftOf] of values)
    text = text.replace(pattern, (value) => ` ${leftOf(value)} `);
  return text;
}

function hostOf(url: string): string {
  const host = url.replace(/^https?:\/\//i, "").split(/[/?#:]/, 1)[0] ?? "";
  return host
    .split(".")
    .filter((label) => label !== "www")
    .slice(0, -1)
    .join(" ");
}

function endingOf(path: string): string {
  return /\.(\w{2,5})$/.exec(path)?.[1] ?? "";
}
