import { createCurrentRuns } from "./current-runs.ts";

/** Counts the names that code got wrong, of every session's current run. */
export interface SuggestionBudget {
  /** Whether the nearest names are worth finding once more, which takes longer than all else of a refused call. */
  take(run: { session: string; run: string }): boolean;
}

// Who gets more names wrong than this is no one who reads suggestions.
const mostOfRun = 50;

export function createSuggestionBudget(): SuggestionBudget {
  const counts = createCurrentRuns(() => ({ taken: 0 }));
  return {
    take({ session, run }) {
      if (run === "") return true;
      const count = counts.of({ session, run });
      count.taken += 1;
      return count.taken <= mostOfRun;
    },
  };
}
