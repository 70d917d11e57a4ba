import { abbreviations } from "./abbreviations.ts";
import type { Language } from "./find-answers.ts";
import { foreignWords } from "./foreign-words.ts";
import { kindsOfThings } from "./kinds-of-things.ts";
import { createLexicon } from "./lexicon.ts";
import { lightWords } from "./light-words.ts";
import { segmentWords } from "./segment-words.ts";
import { createSpelling } from "./spelling.ts";
import { stem } from "./stem.ts";
import { stopWords } from "./stop-words.ts";
import { synonyms } from "./synonyms.ts";
import { createKinds, createThesaurus, createTranslations } from "./thesaurus.ts";
import type { ToolIndexOptions } from "./types.ts";

const onlyDigits = /^\p{N}+$/u;

/** All that is known of words, from the package's lists and the options. */
export function createLanguage(options: ToolIndexOptions): Language {
  const knowsMeanings = options.synonyms !== false;
  const groups = options.synonyms === false ? [] : [...synonyms, ...(options.synonyms ?? [])];
  const kinds = knowsMeanings ? kindsOfThings : [];
  const light = options.lightWords === false ? [] : segmentWords(lightWords.join(" "));
  const stops = new Set(stopWords);
  const lexicon = createLexicon((text) =>
    stops.has(text) || onlyDigits.test(text) ? undefined : stem(text),
  );
  // Known words are not considered misspelt.
  const known = [...stops, ...groups.flat(), ...light, ...segmentWords(kinds.join(" "))];
  lexicon.use([known.map(lexicon.intern)]);
  return {
    lexicon,
    spelling: options.spelling === false ? undefined : createSpelling(lexicon),
    thesaurus: createThesaurus(groups),
    kinds: createKinds(kinds),
    translations: createTranslations(knowsMeanings ? [...abbreviations, ...foreignWords] : []),
    light: new Set(light),
    values: options.values !== false,
  };
}
