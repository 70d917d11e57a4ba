// Takes the protections of scripts/hostile-mutations.json away, one at a time, in a copy of the working tree, and sees
// the case of each fail. Arguments: ids of cases; none means all.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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

/** Sources as they are here, our own packages among them; other dependencies and what was built stay where they are. */
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
    link(join(folder, "dist"));
    for (const name of entries(join(folder, "node_modules"))) {
      const inside = join(folder, "node_modules", name);
      if (name !== "@mcp-code-execution") link(inside);
      else for (const own of entries(inside)) link(join(inside, own), join(copy, "packages", own));
    }
  }
}

function entries(folder) {
  return existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
}

function link(path, target = join(root, path)) {
  if (!existsSync(target)) return;
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  symlinkSync(target, join(copy, path));
}

/** Whether the case passes in the copy. */
function passes({ id, test, name = `[${id}]` }) {
  const pattern = name.replaceAll(/[.[\]]/g, "\\$&");
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", test, "-t", pattern, "--reporter=json", "--outputFile=report.json"];
  spawnSync(process.execPath, args, { cwd: copy, stdio: "ignore" });
  const { numPassedTests, numFailedTests } = JSON.parse(
    readFileSync(join(copy, "report.json"), "utf8"),
  );
  if (numPassedTests + numFailedTests === 0) throw new Error(`no test of ${test} is ${id}`);
  return numFailedTests === 0;
}

/** Returns the way back. */
function replace({ file, from, to }) {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  return () => writeFileSync(path, text);
}

try {
  copyTree();
  for (const mutation of mutations) {
    const undo = [mutation, ...(mutation.also ?? [])].map((edit) => replace(edit));
    const survived = passes(mutation);
    for (const back of undo) back();
    console.log(`${survived ? "NOT NOTICED" : "noticed"}  ${mutation.id}: ${mutation.removed}`);
    if (survived) unnoticed += 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${mutations.length} protections taken away, ${unnoticed} of them unnoticed`);
if (unnoticed > 0) process.exitCode = 1;
