/** Every end that goes well has limits of its own, which are below this. */
const endMs = 30_000;

/**
 * Ends this process if it is still there after half a minute: no part whose end fails may keep it alive, with its
 * sandboxes. Those end with the process: their input ends, and containers have a guardian.
 */
export function endInTime(log: (line: string) => void, milliseconds: number = endMs): void {
  setTimeout(() => {
    const kept = [...new Set(process.getActiveResourcesInfo())].join(", ");
    log(`the end took longer than ${milliseconds / 1000} s and is cut short; still open: ${kept}`);
    process.exit(1);
  }, milliseconds).unref();
}
