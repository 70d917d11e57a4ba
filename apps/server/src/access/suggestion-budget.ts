/** Counts the names that code got wrong, of every session's current run. */
export interface SuggestionBudget {
  /** Whether the nearest names are worth finding once more, which takes longer than all else of a refused call. */
  take(run: { session: string; run: string }): boolean;
}

// Who gets more names wrong than this is no one who reads suggestions.
const mostOfRun = 50;

export function createSuggestionBudget(): SuggestionBudget {
  // Runs of a session take turns, so one count for each is enough.
  const counts = new Map<string, { run: string; taken: number }>();
  return {
    take({ session, run }) {
      if (run === "") return true;
      const current = counts.get(session);
      const taken = (current?.run === run ? current.taken : 0) + 1;
      counts.set(session, { run, taken });
      return taken <= mostOfRun;
    },
  };
}
