/** Where one request ends and the next begins: a sentence, a line, or a word that says what comes next. */
const boundary =
  /(?<=[.!?;])\s+|[\n。！？；]+|\b(?:and )?then\b|\bafter that\b|\bafterwards\b|\balso\b|\bfinally\b/i;

/** The parts of a query that may each ask for a tool of their own. */
export function splitParts(query: string): string[] {
  return query.split(boundary);
}
