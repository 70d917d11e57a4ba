// Prints `N passed, N failed, N skipped` from the test runner's JSON report; fails where there is none.
import { readFileSync } from "node:fs";

const [report] = process.argv.slice(2);
try {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  // A file that could not be loaded or set up has no failed test of its own, but it failed.
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  ).length;
  const failed = numFailedTests + broken;
  console.log(
    `${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`,
  );
  if (failed > 0 || numPassedTests === 0) process.exitCode = 1;
} catch (error) {
  console.log("0 passed, 1 failed, 0 skipped");
  console.error(`There is no readable test report: ${error.message}`);
  process.exitCode = 1;
}
