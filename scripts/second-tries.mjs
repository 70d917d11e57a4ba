// Names the tests that passed only when they were tried again, and what the first try failed by: they are to be
// fixed, not forgotten.
export default class SecondTries {
  #tests = [];

  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky) this.#tests.push(test);
  }

  onTestRunEnd() {
    if (this.#tests.length === 0) return;
    console.log(`Passed only on the second try: ${this.#tests.length}`);
    for (const test of this.#tests) {
      console.log(`  ${test.module.relativeModuleId} > ${test.fullName}`);
      for (const error of test.result().errors ?? []) {
        console.log(indented(`${error.message}\n${error.diff ?? ""}`.trimEnd()));
      }
    }
  }
}

function indented(text) {
  return text.replaceAll(/^/gm, "      ");
}
