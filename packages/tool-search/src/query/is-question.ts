/** Interjections before a question. */
const opening = "and|so|but|or|hey|hi|hello|ok|okay|well|now";
const english =
  "what|whats|which|who|whos|whose|whom|when|where|wheres|why|is|are|am|was|were|do|does|did|has|had";
const foreign = [
  "welche[rsnm]?|wer|wessen|wann|wo|warum|wieviele?|wie viele?|wie hoch",
  "quel(?:le)?s?|qui|quand|où|pourquoi|combien|est-ce",
  "qué|cuál(?:es)?|quién(?:es)?|cuándo|dónde|cuánt[oa]s?",
  "qual[ei]?|quais|chi|quando|dove|quant[oaie]|quem|onde|perché",
  "welke|wie|wanneer|waar|waarom|hoeveel",
  "jak[iae]|które|który|która|kto|kiedy|gdzie|ile",
  "vilk[ae]t?|vilken|hvilke[nt]?|vem|hvem|när|hvornår|når|var|hvor|hur många|jaké|kdy|kde|kolik",
].join("|");
/** `How do I …` and `how to …` are about doing something, `how many …` and `how far …` are not. */
const spaced = new RegExp(
  String.raw`^[\s\p{P}]*(?:(?:${opening})[\s,]+)*(?:${english}|${foreign}|how(?! (?:do|can|to|could|should|would|about)\b))(?![\p{L}\p{N}])`,
  "iu",
);
const unspaced = /什么|什麼|哪|谁|誰|多少|几|幾|何|どこ|いつ|いくら|どの|누구|무엇|언제|어디|얼마/u;

/** Whether a part of a query is a question: it asks to be told something, whatever verb it contains. */
export function isQuestion(part: string): boolean {
  return spaced.test(part) || unspaced.test(part);
}
