const maxLines = 5;
/** Stack frames, and the lines in which Deno's crash report names the program: both contain paths of the host. */
const ofHost = /^\s+at |^(?:Args|Platform|Version): /;

/** The end of what a sandbox wrote to its stderr, without details of the host; empty if nothing remains. */
export function lastWords(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() && !ofHost.test(line));
  return lines.slice(-maxLines).join("\n");
}
