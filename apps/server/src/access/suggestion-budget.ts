import { createRunNotes } from "./run-notes.ts";

/** Counts the names that the code of every run got wrong. */
export interface SuggestionBudget {
  /** Whether the nearest names are worth finding once more, which takes longer than all else of a refused call. */
  take(runKey: object): boolean;
}

// Who gets more names wrong than this is no one who reads suggestions.
const mostOfRun = 50;

export function createSuggestionBudget(): SuggestionBudget {
  const counts = createRunNotes(() => ({ taken: 0 }));
  return {
    take(runKey) {
      const count = counts.of(runKey);
      count.taken += 1;
      return count.taken <= mostOfRun;
    },
  };
}
