// The list of CPython 3.14. Soft keywords (match, case, type, _) are fine as names.
const keywords: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except " +
    "finally for from global if import in is lambda nonlocal not or pass raise return try while " +
    "with yield"
  ).split(" "),
);

const identifier = /^[_\p{XID_Start}]\p{XID_Continue}*$/u;
const notInIdentifier = /\P{XID_Continue}/gu;
// Of a generated alias, since one character can become eighteen when it is normalized.
const longestAlias = 200;
// Normalizing takes time that grows with the square of the number of accents on one letter.
const longestNormalized = 200;
const ascii = /^\w*$/;

/** Whether Python reserves the word. */
export function isPythonKeyword(name: string): boolean {
  return keywords.has(name);
}

/**
 * Whether Python accepts the text as a name and leaves it unchanged (it normalizes names with NFKC). A name of more than
 * 200 characters that are not all ASCII counts as none.
 */
export function isPythonIdentifier(name: string): boolean {
  return identifier.test(name) && !keywords.has(name) && isNormalized(name);
}

function isNormalized(name: string): boolean {
  if (ascii.test(name)) return true;
  return name.length <= longestNormalized && name.normalize("NFKC") === name;
}

/** The identifier nearest to a name: `my-server` → `my_server`, `2fa` → `_2fa`, `from` → `from_`. */
export function pythonName(name: string): string {
  const folded = name.slice(0, longestAlias).normalize("NFKC");
  const letters = Array.from(folded.replace(notInIdentifier, "_"));
  const mapped = letters.slice(0, longestAlias).join("");
  const started = identifier.test(mapped) ? mapped : `_${mapped}`;
  return keywords.has(started) ? `${started}_` : started;
}

/**
 * A unique Python identifier for every name. A name that is an identifier is kept; if others share an alias, the second
 * gets `_2`, the third `_3`. The same set of names gives the same aliases in any order. Names such as `call_tool` or
 * `__class__` are kept: code that sets aliases on a Python object must avoid that object's own attributes.
 */
export function pythonNames(names: Iterable<string>): Map<string, string> {
  const unique = [...new Set(names)];
  const taken = new Set(unique.filter(isPythonIdentifier));
  const aliases = new Map<string, string>();
  const numbers = new Map<string, number>();
  for (const name of unique.toSorted(byCodeUnits)) {
    if (isPythonIdentifier(name)) continue;
    const alias = firstFree(pythonName(name), taken, numbers);
    taken.add(alias);
    aliases.set(name, alias);
  }
  return new Map(unique.map((name) => [name, aliases.get(name) ?? name]));
}

/** `numbers` has the next number for each base, so that thousands of equal aliases do not count from the start. */
function firstFree(base: string, taken: ReadonlySet<string>, numbers: Map<string, number>): string {
  if (!taken.has(base)) return base;
  let number = numbers.get(base) ?? 2;
  while (taken.has(`${base}_${number}`)) number += 1;
  numbers.set(base, number + 1);
  return `${base}_${number}`;
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
