import { foldDiacritics } from "./segment-words.ts";
import { stem } from "./stem.ts";

/** The stems that can replace a stem, without the stem itself. */
export type Thesaurus = (stem: string) => Iterable<string>;

const none: readonly string[] = [];

export function createThesaurus(groups: readonly (readonly string[])[]): Thesaurus {
  const neighbours = new Map<string, Set<string>>();
  for (const group of groups) {
    const terms = group.map((word) => stem(word.toLowerCase()));
    for (const term of terms) {
      let known = neighbours.get(term);
      if (known === undefined) neighbours.set(term, (known = new Set()));
      for (const other of terms) if (other !== term) known.add(other);
    }
  }
  return (term) => neighbours.get(term) ?? none;
}

/**
 * Maps words of other languages to the English word that comes first in their line; not in the other direction. Both
 * words and stems are needed: `informe` has the same stem as `information`.
 */
export function createTranslations(lines: readonly (readonly string[])[]): Thesaurus {
  const english = new Map<string, Set<string>>();
  for (const [word = "", ...foreign] of lines) {
    const target = stem(word);
    for (const folded of foreign.map(foldDiacritics)) {
      for (const term of new Set([folded, stem(folded)])) {
        if (term === target) continue;
        english.set(term, (english.get(term) ?? new Set()).add(target));
      }
    }
  }
  return (term) => english.get(term) ?? none;
}

/** Maps the stems of things to those of the words that tools use for them. */
export function createKinds(lines: readonly string[]): Thesaurus {
  const kinds = new Map<string, Set<string>>();
  for (const line of lines) {
    const [names = [], things = []] = line
      .split(":")
      .map((part) => part.trim().split(" ").map(stem));
    for (const thing of things) {
      const known = kinds.get(thing) ?? new Set();
      kinds.set(thing, known);
      for (const name of names) if (name !== thing) known.add(name);
    }
  }
  return (term) => kinds.get(term) ?? none;
}
