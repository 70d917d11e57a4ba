/** Something that is noted of every session's current run. Runs of a session take turns, so one for each is enough. */
export interface CurrentRuns<Note> {
  /** What is noted of the run; begun anew with the first question about another run of the session. */
  of(run: { session: string; run: string }): Note;
}

// Clients name sessions as they like. Beyond these, what is forgotten is of the run that was asked about longest ago: far fewer
// go on side by side, but that many sessions, one after another, outlive a run that asks nothing meanwhile.
const mostSessions = 1_000;

export function createCurrentRuns<Note>(begin: () => Note): CurrentRuns<Note> {
  // What was asked about longest ago stands first.
  const runs = new Map<string, { run: string; note: Note }>();
  return {
    of({ session, run }) {
      const current = runs.get(session);
      const note = current?.run === run ? current.note : begin();
      runs.delete(session);
      runs.set(session, { run, note });
      const [oldest] = runs.keys();
      if (runs.size > mostSessions && oldest !== undefined) runs.delete(oldest);
      return note;
    },
  };
}
