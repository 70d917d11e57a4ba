/** A word as it is written somewhere, with the term it is indexed under. */
export interface Word {
  readonly text: string;
  /** Its stem; undefined for a stop word. */
  readonly term: string | undefined;
  /** The set of its letters, as bits. */
  readonly letters: number;
  /** Number of tools that have it, one more where it is known anyway. */
  uses: number;
  /** Who used it last: makes each user count once. */
  user: number;
}

/** All words that are known: those of the tools, and those known from the start. */
export interface Lexicon {
  /** The word of this text, known or not. */
  wordFor(text: string): Word;
  /** The word of this text, made and kept if need be. What is kept must then be used and released. */
  intern(text: string): Word;
  /** Counts one use of each word of these texts and gives the words, each once. */
  use(texts: readonly (readonly Word[])[]): Word[];
  release(words: readonly Word[]): void;
  words(): Iterable<Word>;
  /** Grows when words come or go. */
  readonly version: number;
}

export function createLexicon(termOf: (text: string) => string | undefined): Lexicon {
  const known = new Map<string, Word>();
  let version = 0;
  let user = 0;
  const newWord = (text: string): Word => ({
    text,
    term: termOf(text),
    letters: lettersOf(text),
    uses: 0,
    user: 0,
  });
  return {
    wordFor: (text) => known.get(text) ?? newWord(text),
    intern(text) {
      let word = known.get(text);
      if (word === undefined) {
        known.set(text, (word = newWord(text)));
        version++;
      }
      return word;
    },
    use(texts) {
      const used: Word[] = [];
      user++;
      for (const words of texts) {
        for (const word of words) {
          if (word.user === user) continue;
          word.user = user;
          word.uses++;
          used.push(word);
        }
      }
      return used;
    },
    release(words) {
      for (const word of words) {
        if (--word.uses > 0) continue;
        known.delete(word.text);
        version++;
      }
    },
    words: () => known.values(),
    get version() {
      return version;
    },
  };
}

export function lettersOf(text: string): number {
  let letters = 0;
  for (let index = 0; index < text.length; index++) letters |= 1 << (text.charCodeAt(index) & 31);
  return letters;
}
