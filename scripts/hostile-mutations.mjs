// Takes the protections of scripts/hostile-mutations.json away, one at a time, in a copy of the working tree, and sees
// the case of each fail. Arguments: ids of cases; none means all.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const chosen = process.argv.slice(2);
const all = JSON.parse(readFileSync(new URL("hostile-mutations.json", import.meta.url), "utf8"));
const mutations = all.filter(({ id }) => chosen.length === 0 || chosen.includes(id));
const copy = mkdtempSync(join(tmpdir(), "mutations-"));
let unnoticed = 0;

function git(...args) {
  const { stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 });
  return stdout.split("\0").filter(Boolean);
}

/** Sources as they are here; dependencies and what was built stay where they are. */
function copyTree() {
  for (const path of git("ls-files", "-z")) {
    try {
      cpSync(join(root, path), join(copy, path));
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
  const packages = git("ls-files", "-z", "--", "*package.json").map((path) => dirname(path));
  for (const folder of packages) {
    for (const name of ["node_modules", "dist"]) {
      try {
        symlinkSync(join(root, folder, name), join(copy, folder, name));
      } catch (error) {
        if (error.code !== "EEXIST" && error.code !== "ENOENT") throw error;
      }
    }
  }
}

/** Whether the case passes in the copy. */
function passes({ id, test }) {
  const pattern = `\\[${id.replaceAll(".", "\\.")}\\]`;
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", test, "-t", pattern, "--reporter=json", "--outputFile=report.json"];
  spawnSync(process.execPath, args, { cwd: copy, stdio: "ignore" });
  const { numPassedTests, numFailedTests } = JSON.parse(
    readFileSync(join(copy, "report.json"), "utf8"),
  );
  if (numPassedTests + numFailedTests === 0) throw new Error(`no test of ${test} is ${id}`);
  return numFailedTests === 0;
}

try {
  copyTree();
  for (const mutation of mutations) {
    const path = join(copy, mutation.file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(mutation.from)) throw new Error(`${mutation.file} has no ${mutation.from}`);
    writeFileSync(
      path,
      text.replace(mutation.from, () => mutation.to),
    );
    const survived = passes(mutation);
    writeFileSync(path, text);
    console.log(`${survived ? "NOT NOTICED" : "noticed"}  ${mutation.id}: ${mutation.removed}`);
    if (survived) unnoticed += 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${mutations.length} protections taken away, ${unnoticed} of them unnoticed`);
if (unnoticed > 0) process.exitCode = 1;
