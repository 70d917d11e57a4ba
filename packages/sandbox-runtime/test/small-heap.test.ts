// How much is held for sandboxes where V8's heap may be small: in processes of their own, since it is set at their start.
import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

const built = new URL("../dist/index.js", import.meta.url).href;

/** Whether a sandbox for which so many MiB are held is ended, where the heap may take so many. */
function isEnded(held: number, heap: number): boolean {
  const program = `
    import { createHeldBytes } from ${JSON.stringify(built)};
    let isEnded = false;
    const all = createHeldBytes();
    all.add({ heldBytes: ${held} * 2 ** 20, violate: () => { isEnded = true; } });
    all.check();
    process.stdout.write(String(isEnded));`;
  const options = [`--max-old-space-size=${heap}`, "--input-type=module", "-e", program];
  return execFileSync(process.execPath, options, { encoding: "utf8" }) === "true";
}

it("less is held where the heap is small", () => {
  expect([isEnded(100, 256), isEnded(100, 2048), isEnded(600, 4096)]).toEqual([true, false, true]);
});
