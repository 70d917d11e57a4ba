const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const openBrace = 0x7b;
/** A key is looked up and copied, which takes as long as several values. */
const valuesOfKey = 4;
/**
 * Bytes of memory beyond the characters of the JSON. Objects with the same keys share these, so a key is less than what
 * it is in the time of reading.
 */
const memoryOf = { container: 56, value: 8, key: 12 };
/** So many characters of a string are read one by one before its end is searched for. */
const shortText = 256;
/** Characters. Most lines have no more, and counting them would take as long as reading them. */
const shortLine = 300;

/** What parsing some JSON creates. */
export interface JsonContent {
  /** A key counts as four. */
  values: number;
  /** Bytes of memory, without the characters. */
  memory: number;
}

/**
 * What parsing this JSON creates, or nothing if the line is short. Throws a RangeError if that is more than `most`
 * values: a value can take two characters of a line, but a hundred bytes or more of the host's memory.
 */
export function boundValues(line: string, most: number): JsonContent | undefined {
  // Each value and each key has at least one character.
  if (line.length <= shortLine && line.length * valuesOfKey <= most) return undefined;
  let values = 1;
  let memory = memoryOf.value;
  for (let place = 0; place < line.length; place += 1) {
    const character = line.charCodeAt(place);
    if (character === quote) place = endOfText(line, place + 1);
    else if (character === colon) {
      values += valuesOfKey;
      memory += memoryOf.key;
    } else if (character === comma || character === openBracket || character === openBrace) {
      values += 1;
      memory += character === comma ? memoryOf.value : memoryOf.container;
      if (values > most) throw new RangeError(`a frame of more than ${most} values`);
    }
  }
  return { values, memory };
}

/** The index of the quotation mark that ends the string beginning at `start`; the line's length if there is none. */
function endOfText(line: string, start: number): number {
  let place = start;
  while (place < line.length) {
    const near = Math.min(line.length, place + shortText);
    for (; place < near; place += 1) {
      const character = line.charCodeAt(place);
      if (character === quote) return place;
      if (character === backslash) place += 1;
    }
    const found = line.indexOf('"', place);
    if (found === -1) return line.length;
    if (!isEscaped(line, place, found)) return found;
    place = found + 1;
  }
  return place;
}

/** Whether the character at `place` is preceded by an odd number of backslashes, not counting any before `start`. */
function isEscaped(line: string, start: number, place: number): boolean {
  let first = place;
  while (first > start && line.charCodeAt(first - 1) === backslash) first -= 1;
  return (place - first) % 2 === 1;
}
