// Names the tests that passed only when they were tried again: they are to be mended, not forgotten.
export default class SecondTries {
  #names = [];

  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky)
      this.#names.push(`${test.module.relativeModuleId} > ${test.fullName}`);
  }

  onTestRunEnd() {
    if (this.#names.length === 0) return;
    console.log(`Passed only on the second try: ${this.#names.length}`);
    for (const name of this.#names) console.log(`  ${name}`);
  }
}
