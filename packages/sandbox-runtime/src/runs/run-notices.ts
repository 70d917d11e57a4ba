const maxNotices = 50;
const maxCharacters = 10_000;

/** The sentences that a run's reader gets beside its output. */
export class RunNotices {
  readonly sentences: string[];

  constructor(first: readonly string[]) {
    this.sentences = [...first];
  }

  /** For what code can cause again and again: each is told once, cut where it is long, and of many the first. */
  add(text: string): void {
    const sentence = text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text;
    const { length } = this.sentences;
    if (this.sentences.includes(sentence) || length > maxNotices) return;
    const isLast = length === maxNotices;
    this.sentences.push(isLast ? "there were more notices, which are left out" : sentence);
  }
}
