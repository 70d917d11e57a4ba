/** A word as written, with the term under which it is indexed. */
export interface Word {
  readonly text: string;
  /** Its stem; undefined for a stop word. */
  readonly term: Term | undefined;
  /** The set of its letters, as bits. */
  readonly letters: number;
  /** The number of tools that contain it, plus one if it is known anyway. */
  uses: number;
  /** The last user, so that each user counts once. */
  user: number;
  /** The last reading of a server's tools that counted it. */
  reading: number;
  /** Another word with the same hash. */
  next: Word | undefined;
}

/** The term under which words with the same stem are indexed. */
export interface Term {
  readonly stem: string;
  /** The number of words with this stem. */
  words: number;
  /** The number of tools that are indexed under it. */
  tools: number;
  /** Its list, once `postings` has looked it up. */
  postings: number[] | undefined;
  /** Its weight in the tool that was weighed last, stored here to avoid objects for each tool. */
  readonly weighing: Weighing;
}

export interface Weighing {
  /** The number of the tool's turn, which distinguishes values of earlier tools. */
  turn: number;
  /** How strongly the term indicates the tool, 0 to 1. */
  strength: number;
  /** Whether it is part of the tool's name. */
  inName: boolean;
  /** The number of the place that was read last, and how often the term was counted there. */
  place: number;
  count: number;
}

export interface LexiconWatcher {
  added(word: Word): void;
  removed(word: Word): void;
}

/** The amount that was read of a server's tools. */
export interface Reading {
  readonly number: number;
  /** The number of different words; if another server is read in between, words of both may be counted again. */
  different: number;
  /** The number of all words. */
  words: number;
  /** The number of characters; those that take longer to read count several times. */
  effort: number;
}

/** All known words: those of the tools, and those known from the start. */
export interface Lexicon {
  /** The word of this text, known or not. */
  wordFor(text: string): Word;
  /** The word of this text, created and stored if necessary. A stored word must then be used and released. */
  intern(text: string): Word;
  /** The same for a part of a text. Latin capitals are read as lower case; `hash` is that of the lower-case form. */
  internPart(text: string, start: number, end: number, hash: number): Word;
  /** The term of this stem, if a known word has it. */
  term(stem: string): Term | undefined;
  /**
   * Counts one use of each word of these texts and returns the words, without duplicates; `reading` also counts those
   * that it had not seen before.
   */
  use(texts: readonly (readonly Word[])[], reading?: Reading): Word[];
  release(words: readonly Word[]): void;
  startReading(): Reading;
  words(): Iterable<Word>;
  /** From now on reports every word that is added or removed. */
  watch(watcher: LexiconWatcher): void;
}

export function createLexicon(stemOf: (text: string) => string | undefined): Lexicon {
  /** The first word of each hash: a word is found without creating a string for it. */
  const byHash = new Map<number, Word>();
  const terms = new Map<string, Term>();
  const watchers: LexiconWatcher[] = [];
  let user = 0;
  let readings = 0;

  const newWord = (text: string): Word => {
    const stem = stemOf(text);
    const term = stem === undefined ? undefined : (terms.get(stem) ?? newTerm(stem));
    return { text, term, letters: lettersOf(text), uses: 0, user: 0, reading: 0, next: undefined };
  };
  const keep = (word: Word, hash: number): Word => {
    word.next = byHash.get(hash);
    byHash.set(hash, word);
    if (word.term !== undefined && word.term.words++ === 0) terms.set(word.term.stem, word.term);
    for (const watcher of watchers) watcher.added(word);
    return word;
  };
  const drop = (word: Word): void => {
    const hash = hashOf(word.text);
    let before = byHash.get(hash);
    if (before === word) {
      if (word.next === undefined) byHash.delete(hash);
      else byHash.set(hash, word.next);
    } else {
      while (before !== undefined && before.next !== word) before = before.next;
      if (before !== undefined) before.next = word.next;
    }
    if (word.term !== undefined && --word.term.words === 0) terms.delete(word.term.stem);
    for (const watcher of watchers) watcher.removed(word);
  };
  const find = (text: string, hash: number): Word | undefined => {
    let word = byHash.get(hash);
    while (word !== undefined && word.text !== text) word = word.next;
    return word;
  };

  return {
    wordFor: (text) => find(text, hashOf(text)) ?? newWord(text),
    intern(text) {
      const hash = hashOf(text);
      return find(text, hash) ?? keep(newWord(text), hash);
    },
    internPart(text, start, end, hash) {
      let word = byHash.get(hash);
      while (word !== undefined && !isPart(word.text, text, start, end)) word = word.next;
      return word ?? keep(newWord(text.slice(start, end).toLowerCase()), hash);
    },
    term: (stem) => terms.get(stem),
    use(texts, reading) {
      const used: Word[] = [];
      user++;
      for (const words of texts) {
        for (const word of words) {
          if (word.user === user) continue;
          word.user = user;
          word.uses++;
          used.push(word);
          if (reading === undefined || word.reading === reading.number) continue;
          word.reading = reading.number;
          reading.different++;
        }
      }
      return used;
    },
    startReading: () => ({ number: ++readings, different: 0, words: 0, effort: 0 }),
    release(words) {
      for (const word of words) if (--word.uses === 0) drop(word);
    },
    *words() {
      for (let word of byHash.values()) {
        for (let one: Word | undefined = word; one !== undefined; one = one.next) yield one;
      }
    },
    watch: (watcher) => void watchers.push(watcher),
  };
}

function newTerm(stem: string): Term {
  const weighing = { turn: 0, strength: 0.5, inName: false, place: 0, count: 0 };
  return { stem, words: 0, tools: 0, postings: undefined, weighing };
}

export const emptyHash = 5381;

/** Small enough for the engine's small integers. */
export function addToHash(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) & 0x3fffffff;
}

function hashOf(text: string): number {
  let hash = emptyHash;
  for (let index = 0; index < text.length; index++) hash = addToHash(hash, text.charCodeAt(index));
  return hash;
}

function isPart(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    const small = code >= 65 && code <= 90 ? code + 32 : code;
    if (word.charCodeAt(index - start) !== small) return false;
  }
  return true;
}

export function lettersOf(text: string): number {
  let letters = 0;
  for (let index = 0; index < text.length; index++) letters |= 1 << (text.charCodeAt(index) & 31);
  return letters;
}
