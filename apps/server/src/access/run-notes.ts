/** Data that is kept for each run. */
export interface RunNotes<Note> {
  /** @param runKey `CallContext.runKey` of a question of the run */
  of(runKey: object): Note;
}

/**
 * The data is kept exactly as long as the run lasts, because it is attached to an object that all calls of the run
 * share. A table of runs would have to drop entries, and with them a limit, when clients use thousands of sessions.
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
