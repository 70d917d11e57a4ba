const mostLines = 5;
/** Stack frames, and how Deno's report of its own failure names the program: both show places of the host. */
const ofHost = /^\s+at |^(?:Args|Platform|Version): /;

/** The end of what a sandbox wrote to its stderr, without what tells of the host; empty where nothing is left. */
export function lastWords(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() && !ofHost.test(line));
  return lines.slice(-mostLines).join("\n");
}
