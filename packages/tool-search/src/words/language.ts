import type { ToolIndexOptions } from "../types.ts";
import { abbreviations } from "../vocabulary/abbreviations.ts";
import { foreignWords } from "../vocabulary/foreign-words.ts";
import { kindsOfThings } from "../vocabulary/kinds-of-things.ts";
import { lightWords } from "../vocabulary/light-words.ts";
import { actionPhrases, questionPhrases } from "../vocabulary/phrases.ts";
import { stopWords } from "../vocabulary/stop-words.ts";
import { synonyms } from "../vocabulary/synonyms.ts";
import { createLexicon, type Lexicon } from "./lexicon.ts";
import { createFindPhrases, type FindPhrases } from "./phrases.ts";
import { segmentWords } from "./segment-words.ts";
import { createSpelling, type Spelling } from "./spelling.ts";
import { stem } from "./stem.ts";
import { createKinds, createThesaurus, createTranslations, type Thesaurus } from "./thesaurus.ts";

/** What the index and the queries know of words. */
export interface Language {
  lexicon: Lexicon;
  spelling: Spelling | undefined;
  thesaurus: Thesaurus;
  /** The words that tools use for things that queries name. */
  kinds: Thesaurus;
  /** English words for words of other languages. */
  translations: Thesaurus;
  findPhrases: FindPhrases;
  /** Words that say little about what is wanted. */
  light: ReadonlySet<string>;
  /** Whether URLs, paths and similar values are distinguished from words that describe the tool. */
  values: boolean;
}

const onlyDigits = /^\p{N}+$/u;
// Made once for all indexes: they take longer to make than everything else of an empty index, and a megabyte.
const ownThesaurus = createThesaurus(synonyms);
const ownKinds = createKinds(kindsOfThings);
const ownTranslations = createTranslations([...abbreviations, ...foreignWords]);
const ownPhrases = createFindPhrases(actionPhrases, questionPhrases);
const noMeanings = {
  groups: [],
  thesaurus: createThesaurus([]),
  kinds: createKinds([]),
  kindWords: [],
  translations: createTranslations([]),
  findPhrases: createFindPhrases([], []),
};

/** All that is known of words, from the package's lists and the options. */
export function createLanguage(options: ToolIndexOptions): Language {
  const { groups, kindWords, ...meanings } =
    options.synonyms === false ? noMeanings : meaningsWith(options.synonyms);
  const light = options.lightWords === false ? [] : segmentWords(lightWords.join(" "));
  const stops = new Set(stopWords);
  const lexicon = createLexicon((text) =>
    stops.has(text) || onlyDigits.test(text) ? undefined : stem(text),
  );
  // Known words are not considered misspelt.
  const known = [...stops, ...groups.flat(), ...light, ...segmentWords(kindWords.join(" "))];
  lexicon.use([known.map(lexicon.intern)]);
  return {
    lexicon,
    spelling: options.spelling === false ? undefined : createSpelling(lexicon),
    ...meanings,
    light: new Set(light),
    values: options.values !== false,
  };
}

interface Meanings extends Pick<Language, "thesaurus" | "kinds" | "translations" | "findPhrases"> {
  groups: readonly (readonly string[])[];
  kindWords: readonly string[];
}

function meaningsWith(added: readonly (readonly string[])[] = []): Meanings {
  const groups = added.length > 0 ? [...synonyms, ...added] : synonyms;
  return {
    groups,
    thesaurus: added.length > 0 ? createThesaurus(groups) : ownThesaurus,
    kinds: ownKinds,
    kindWords: kindsOfThings,
    translations: ownTranslations,
    findPhrases: ownPhrases,
  };
}
