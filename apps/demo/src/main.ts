// Plays the story once. What was started is ended and the folder removed, also when the demo is told to stop.
import { constants } from "node:os";
import { runDemo } from "./run-demo.ts";
import { story } from "./story.ts";

const stopping = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(name, () => stopping.abort(128 + constants.signals[name]));
}
// The reader has gone, as with `npm run demo | head`.
process.stdout.on("error", () => stopping.abort(1));

const status = await runDemo({
  story,
  signal: stopping.signal,
  out: process.stdout,
  errors: process.stderr,
});
process.exitCode = stopping.signal.aborted ? Number(stopping.signal.reason) : status;
