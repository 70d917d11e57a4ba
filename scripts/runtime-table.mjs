// Prints how many tests each runtime passed, failed and skipped, from the test runner's JSON reports. Fails where a
// runtime passed none or skipped any: a runtime that was not tested is not known to work.
import { readFileSync } from "node:fs";

const runtimes = ["embedded", "docker", "podman rootful", "podman rootless"];
const reports = process.argv.slice(2);

// The outermost suite of a runtime's tests begins with its name: `docker runtime`, `docker kernel`, …
function count(tests, runtime) {
  const own = tests.filter(({ ancestorTitles: [suite = ""] }) => suite.startsWith(`${runtime} `));
  const passed = own.filter(({ status }) => status === "passed").length;
  const failed = own.filter(({ status }) => status === "failed").length;
  return { runtime, passed, failed, skipped: own.length - passed - failed };
}

const print = (...cells) =>
  console.log(
    cells.map((cell, column) => (column ? `${cell}`.padStart(9) : cell.padEnd(16))).join(""),
  );

try {
  const tests = reports
    .flatMap((report) => JSON.parse(readFileSync(report, "utf8")).testResults)
    .flatMap(({ assertionResults }) => assertionResults);
  const rows = runtimes.map((runtime) => count(tests, runtime));

  print("runtime", "passed", "failed", "skipped");
  for (const { runtime, passed, failed, skipped } of rows) print(runtime, passed, failed, skipped);
  for (const { runtime, passed, failed, skipped } of rows) {
    if (passed > 0 && skipped === 0) continue;
    console.error(
      skipped > 0
        ? `${skipped} tests of the ${runtime} runtime were skipped; none may be here.`
        : `No test of the ${runtime} runtime ${failed > 0 ? "passed" : "ran"}.`,
    );
    process.exitCode = 1;
  }
} catch (error) {
  console.error(`There is no readable test report: ${error.message}`);
  process.exitCode = 1;
}
