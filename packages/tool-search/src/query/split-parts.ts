/** The boundaries between requests: the end of a sentence, a line break, or a word such as `then`. */
const boundary =
  /(?<=[.!?;])\s+|[\n。！？；]+|\b(?:and )?then\b|\bafter that\b|\bafterwards\b|\balso\b|\bfinally\b/i;

/** The parts of a query, each of which may need a tool of its own. */
export function splitParts(query: string): string[] {
  return query.split(boundary);
}
