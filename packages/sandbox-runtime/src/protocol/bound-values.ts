const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const openBrace = 0x7b;
/** A key is looked up and copied, which takes as long as several values. */
const valuesOfKey = 4;
/** So many characters of a string are read one by one before its end is searched for. */
const shortText = 256;
/** Characters. Most lines have no more, and counting them would take as long as reading them. */
const shortLine = 300;

/**
 * The number of values that parsing this JSON creates, or 0 if the line is short; a key counts as four. Throws a
 * RangeError if there are more than `most`: a value can take two characters of a line, but a hundred bytes or more of
 * the host's memory.
 */
export function boundValues(line: string, most: number): number {
  // Each value and each key has at least one character.
  if (line.length <= shortLine && line.length * valuesOfKey <= most) return 0;
  let values = 1;
  for (let place = 0; place < line.length; place += 1) {
    const character = line.charCodeAt(place);
    if (character === quote) place = endOfText(line, place + 1);
    else if (character === colon) values += valuesOfKey;
    else if (character === comma || character === openBracket || character === openBrace) {
      values += 1;
      if (values > most) throw new RangeError(`a frame of more than ${most} values`);
    }
  }
  return values;
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
