const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const openBrace = 0x7b;
/** A key is looked up and copied: it takes as long as several values. */
const valuesOfKey = 4;

/**
 * Throws a RangeError where parsing this JSON would make more than `most` values: a value takes two characters of a
 * line, and a hundred bytes and more of the host's memory. A key counts as four.
 */
export function boundValues(line: string, most: number): void {
  // Each value, and each key, has at least a character of its own.
  if (line.length * valuesOfKey <= most) return;
  let values = 1;
  let isText = false;
  for (let place = 0; place < line.length; place += 1) {
    const character = line.charCodeAt(place);
    if (isText) {
      if (character === backslash) place += 1;
      else if (character === quote) isText = false;
    } else if (character === quote) isText = true;
    else if (character === colon) values += valuesOfKey;
    else if (character === comma || character === openBracket || character === openBrace) {
      values += 1;
      if (values > most) throw new RangeError(`a frame of more than ${most} values`);
    }
  }
}
