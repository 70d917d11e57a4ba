// Prints `N passed, N failed, N skipped` over the JSON reports of the test runner; fails where one of them is missing.
import { readFileSync } from "node:fs";

const reports = process.argv.slice(2);
const sum = { passed: 0, failed: 0, skipped: 0 };

function count({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  // A file that could not be loaded or set up has no failed test of its own, but it failed.
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  ).length;
  sum.passed += numPassedTests;
  sum.failed += numFailedTests + broken;
  sum.skipped += numPendingTests + numTodoTests;
  if (numPassedTests === 0) process.exitCode = 1;
}

for (const report of reports) {
  try {
    count(JSON.parse(readFileSync(report, "utf8")));
  } catch (error) {
    sum.failed += 1;
    console.error(`There is no readable test report: ${error.message}`);
  }
}
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
if (sum.failed > 0 || reports.length === 0) process.exitCode = 1;
