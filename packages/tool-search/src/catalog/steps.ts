/** Work in steps of about a millisecond; whoever takes them may pause between two. */
export type Steps = Generator<void, void>;

/** The number of tools that are read, or of words and postings that are examined, in one step. */
export const toolsInStep = 8;
export const postingsInStep = 100_000;
