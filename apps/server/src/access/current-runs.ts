/** Something that is noted of every session's current run. Runs of a session take turns, so one for each is enough. */
export interface CurrentRuns<Note> {
  /** What is noted of the run; begun anew with the first question about another run of the session. */
  of(run: { session: string; run: string }): Note;
}

// Clients name sessions as they like. So many runs do not go on side by side: what is forgotten is of one that has ended.
const mostSessions = 1_000;

export function createCurrentRuns<Note>(begin: () => Note): CurrentRuns<Note> {
  // The run that began first stands first.
  const runs = new Map<string, { run: string; note: Note }>();
  return {
    of({ session, run }) {
      const current = runs.get(session);
      if (current?.run === run) return current.note;
      const note = begin();
      runs.delete(session);
      runs.set(session, { run, note });
      const [oldest] = runs.keys();
      if (runs.size > mostSessions && oldest !== undefined) runs.delete(oldest);
      return note;
    },
  };
}
