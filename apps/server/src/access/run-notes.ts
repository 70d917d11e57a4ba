/** Something that is noted of each run. */
export interface RunNotes<Note> {
  /** @param runKey `CallContext.runKey` of a question of the run */
  of(runKey: object): Note;
}

/**
 * What is noted is kept for as long as the run goes on, and no longer: it goes with the object that all questions of the
 * run have. A table of runs would have to forget some when clients name thousands of sessions, and a limit with them.
 */
export function createRunNotes<Note extends object>(begin: () => Note): RunNotes<Note> {
  const notes = new WeakMap<object, Note>();
  return {
    of(runKey) {
      let note = notes.get(runKey);
      if (note === undefined) notes.set(runKey, (note = begin()));
      return note;
    },
  };
}
