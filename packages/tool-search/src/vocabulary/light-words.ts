/**
 * Words of a request that say little about what is wanted: they count a third. Unlike stop words they may be part of a
 * tool's name, as `look` or `first`. General English of requests, found by their lack of influence on the right tool in
 * any set of queries.
 */
const english = `
additionally furthermore moreover besides lastly firstly secondly addition meanwhile instead
hello hi hey dear greetings
provide provides provided providing give gives giving given tell tells telling let know knows knowing
help helps helping assist assists assisting assistance
like likes liked love loves loved enjoy prefer hope hoping wish think thinking thought believe feel feeling guess
suppose wonder wondering understand
look looking looks see seeing seen try tries trying tried go goes going gone come comes coming keep keeps keeping take
takes taking
interested interest curious excited eager sure certain unsure glad happy great good nice
plan planning planned prepare preparing work works working organize organizing
ensure perform performs performing proceed conduct carry gather gathering obtain obtaining obtained
friend friends family mom dad wife husband mother father
currently recently recent lately soon now today already quickly easily simply actually basically exactly specifically
particularly especially probably possibly
specific specified particular various different several multiple another certain given same such many few lot lots bit
important interesting useful helpful possible available necessary relevant
related regarding concerning according based including include includes included along around together
called named known located involved
first second third one two three four five six seven eight nine ten
corresponding respective approximately wide variety reliable favorite favourite fun still since made remember choose
operation operations
thing things way ways stuff kind kinds sort
`;

/**
 * Function words of German, French, Spanish, Portuguese, Italian, Dutch, Polish, Swedish, Danish and Czech that are
 * rarely English words.
 */
const foreign = `
bitte meine meinen meinem meiner mein eine einen einem einer eines der das dem nicht für auf aus bei nach von vom zum
zur über unter alle aller ist sind wie welche welcher welches ich mir uns unser kannst könnte möchte habe und oder
auch noch diese dieser dieses
une notre dans avec pour sous chez sont quel quelle quels quelles tous toutes tout nous vous veuillez voudrais peux
pouvez puis cette ces aux
una unos unas mis nuestro nuestra para por sobre desde hasta todos todas cuál cuáles qué cómo dónde cuánto quiero
puedes podrías esta estos estas esa del
uma umas uns meu minha meus minhas nosso para por sobre desde todos todas qual quais onde quanto quero pode poderia
esta esse essa das
uno gli delle della dello degli dei nel nella nello sul sulla tutti tutte quale quali quanto voglio puoi potresti
favore questo questa questi queste mio mia miei mie
het een mijn ons onze voor naar uit bij alle alles deze welke wat hoe waar hoeveel wil kun kunt graag alstublieft
alsjeblieft niet zijn
mój moja moje moich moim wszystkie wszystkich proszę dla przez oraz jest są jaki jaka jakie który która które jak
gdzie ile chcę możesz nie tego tej tym
och att för med från till alla mina mitt min vad hur vilka vilken vilket vill snälla inte det detta dessa
jeg alle fra til med hvad hvordan hvilke hvilken hvor vil venligst ikke dette disse og
moje můj moji všechny prosím jaké jaký jaká který která které jak kde kolik chci můžeš není tento tuto
`;

/** Both lists, as written. */
export const lightWords: readonly string[] = `${english}${foreign}`.trim().split(/\s+/);
