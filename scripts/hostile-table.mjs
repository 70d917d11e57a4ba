// Prints the battery as a table, case by runtime, and which cases are not known to fail without their protection. Fails
// where docs/security.md names a case that there is not.
import { readFileSync } from "node:fs";

const mutations = new Set(
  JSON.parse(readFileSync(new URL("hostile-mutations.json", import.meta.url), "utf8")).map(
    ({ id }) => id,
  ),
);
const promises = readFileSync(new URL("../docs/security.md", import.meta.url), "utf8");
const headings = {
  1: "Interpreter and system",
  2: "Files",
  3: "Network",
  4: "Resources",
  5: "Protocol",
  6: "Authority",
  7: "Isolation",
  8: "Content",
  9: "Cleaning up",
};
const runtimes = ["host", "embedded", "docker", "podman rootful", "podman rootless"];
/** Where these were there, every case of the security page must have been: none is of Podman as root alone. */
const promised = ["host", "embedded", "docker", "podman rootless"];
const words = { passed: "contained", failed: "FAILED", skipped: "skipped", pending: "skipped" };

export default class HostileTable {
  #cases = new Map();

  onTestCaseResult(test) {
    const found = test.meta().hostile;
    if (!found) return;
    const { id, name, checked, runtime } = found;
    const row = this.#cases.get(id) ?? { id, name, checked, states: new Map() };
    this.#cases.set(id, row);
    // Several tests may be one case: it holds where all of them do.
    const { state } = test.result();
    if (row.states.get(runtime) !== "failed") row.states.set(runtime, state);
  }

  onTestRunEnd() {
    if (this.#cases.size === 0) return;
    const rows = [...this.#cases.values()].toSorted((a, b) =>
      a.id.localeCompare(b.id, "en", { numeric: true }),
    );
    const there = runtimes.filter((runtime) => rows.some(({ states }) => states.has(runtime)));
    const width = Math.max(...rows.map(({ id }) => id.length)) + 2;
    const line = (first, cells) =>
      console.log(
        `${first.padEnd(width)}${cells.map((cell) => cell.padEnd(17)).join("")}`.trimEnd(),
      );
    line("", there);
    let heading;
    for (const { id, states } of rows) {
      const own = id.split(".")[0];
      if (own !== heading) console.log(`${own} ${headings[own] ?? ""}`);
      heading = own;
      line(
        id,
        there.map((runtime) => words[states.get(runtime)] ?? "-"),
      );
    }
    const states = rows.flatMap((row) => [...row.states.values()]);
    const failed = states.filter((state) => state === "failed").length;
    const skipped = states.length - failed - states.filter((state) => state === "passed").length;
    const unchecked = rows.filter(
      ({ id, checked }) => checked !== "control" && !(checked === "mutation" && mutations.has(id)),
    );
    console.log(
      `\n${rows.length} cases, ${states.length} with their runtimes: ${failed} failed, ${skipped} skipped.` +
        ` ${rows.length - unchecked.length} are known to fail without their protection.`,
    );
    for (const { id, checked } of unchecked) console.log(`  not ${id}: ${checked}`);
    if (promised.every((runtime) => there.includes(runtime))) this.#missPromisedCases();
  }

  /** A promise is worth what its case shows: where those runtimes were there, each case that is named must have been. */
  #missPromisedCases() {
    const missing = [...promises.matchAll(/`(\d\.[\w-]*)(\*?)`/g)].filter(([, id, rest]) =>
      rest ? ![...this.#cases.keys()].some((known) => known.startsWith(id)) : !this.#cases.has(id),
    );
    for (const [, id] of missing) console.log(`  docs/security.md names ${id}, which no test is`);
    if (missing.length > 0) process.exitCode = 1;
  }
}
