const maxNotices = 50;
const maxCharacters = 10_000;

/** The notices of a run: sentences for its reader in addition to the output. */
export class RunNotices {
  readonly sentences: string[];

  constructor(first: readonly string[]) {
    this.sentences = [...first];
  }

  /**
   * Adds a notice that code can cause repeatedly: each text once, shortened if it is long, and only the first of many.
   */
  add(text: string): void {
    const sentence = text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text;
    const { length } = this.sentences;
    if (this.sentences.includes(sentence) || length > maxNotices) return;
    const isLast = length === maxNotices;
    this.sentences.push(isLast ? "there were more notices, which are left out" : sentence);
  }
}
