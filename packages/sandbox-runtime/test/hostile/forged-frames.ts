// Frames as an attacker writes them.

/** A call of `echo`, where `more` says nothing else. */
export const call = (id: unknown, runId: string, more: object = {}): object => ({
  type: "call",
  id,
  run: runId,
  method: "tools.call",
  params: { server: "echo-server", tool: "echo", arguments: { id } },
  ...more,
});

/** The end of a run that went well. */
export const end = (id: string): object => ({ type: "run-end", id, status: "ok" });

/** A line of output up to its text, which may be all that ever comes of it. */
export const beginOfOutput = (id: string): string =>
  `{"type":"output","run":"${id}","stream":"stdout","text":"`;
