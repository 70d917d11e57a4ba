const separators = /[^\p{L}\p{N}]+/gu;

/** A name in lower case without separators: the same for `read_file`, `readFile` and `Read file`. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(separators, "");
}

const ofSeveralWords = /[\p{L}\p{N}][^\p{L}\p{N}]+[\p{L}\p{N}]|\p{Ll}\p{Lu}/u;

/**
 * The plain name of a tool without that of its server, which many servers put before it: `linear_createIssue` of
 * `linear` is called `create issue`. If only one word is left, that is more of a topic than a name, so the name is
 * kept: `weather_forecast`.
 */
export function ownName(server: string, name: string): string {
  const [plain, prefix] = [plainName(name), plainName(server)];
  if (prefix === "" || !plain.startsWith(prefix)) return plain;
  const rest = /^[^\p{L}\p{N}]*(.*)$/su.exec(name.slice(endOf(prefix, name)))![1]!;
  return ofSeveralWords.test(rest) ? plainName(rest) : plain;
}

/** Where the prefix ends in the name as written. */
function endOf(prefix: string, name: string): number {
  let end = 0;
  let read = 0;
  for (const character of name) {
    if (read >= prefix.length) break;
    end += character.length;
    read += plainName(character).length;
  }
  return end;
}
