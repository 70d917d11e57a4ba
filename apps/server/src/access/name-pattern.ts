/** Whether a pattern matches a whole name: `*` matches any characters or none, `?` exactly one. Case-sensitive. */
export function matchesPattern(pattern: string, name: string): boolean {
  const wanted = Array.from(pattern);
  const given = Array.from(name);
  let at = 0;
  let star = -1;
  let retry = 0;
  // Not a regular expression: names come from servers, and a crafted name could make one with many stars very slow.
  for (let index = 0; index < given.length;) {
    if (wanted[at] === "*") {
      star = at;
      retry = index;
      at += 1;
    } else if (wanted[at] === "?" || wanted[at] === given[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      retry += 1;
      at = star + 1;
      index = retry;
    } else {
      return false;
    }
  }
  return wanted.slice(at).every((character) => character === "*");
}
