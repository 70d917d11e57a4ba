import { createRunNotes } from "./run-notes.ts";

/** Counts the misspelt names in each run. */
export interface SuggestionBudget {
  /** Whether to search for the nearest names once more, which is the slowest part of refusing a call. */
  take(runKey: object): boolean;
}

// Code that misspells more names than this does not use the suggestions.
const maxPerRun = 50;

export function createSuggestionBudget(): SuggestionBudget {
  const counts = createRunNotes(() => ({ taken: 0 }));
  return {
    take(runKey) {
      const count = counts.of(runKey);
      count.taken += 1;
      return count.taken <= maxPerRun;
    },
  };
}
