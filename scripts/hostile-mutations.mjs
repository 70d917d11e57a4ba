// Takes the protections of scripts/hostile-mutations.json away, one at a time, in a copy of the working tree, and sees
// the case of each fail, which has to pass while they are there. Arguments: ids of cases; none means all.
// With --check-places nothing is run: every piece of code that would be taken away has to be where it is said to be.
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
const onlyPlaces = process.argv.includes("--check-places");
const chosen = process.argv.slice(2).filter((word) => word !== "--check-places");
const all = JSON.parse(readFileSync(new URL("hostile-mutations.json", import.meta.url), "utf8"));
const mutations = all.filter(({ id }) => chosen.length === 0 || chosen.includes(id));

function misplaced() {
  const unknown = chosen.filter((id) => !all.some((mutation) => mutation.id === id));
  return [
    ...unknown.map((id) => `${id}: there is no such case`),
    ...mutations.flatMap((mutation) => [
      ...(existsSync(join(root, mutation.test))
        ? []
        : [`${mutation.id}: no file ${mutation.test}`]),
      ...editsOf(mutation).flatMap(({ file, from, to }) => {
        const places = existsSync(join(root, file))
          ? text(join(root, file)).split(from).length - 1
          : 0;
        if (places !== 1)
          return [`${mutation.id}: ${file} has ${places} places, not one, that are ${from}`];
        return from === to ? [`${mutation.id}: nothing is changed in ${file}`] : [];
      }),
    ]),
  ];
}

function editsOf(mutation) {
  return [mutation, ...(mutation.also ?? [])];
}

function text(path) {
  return readFileSync(path, "utf8");
}

function git(...args) {
  const { stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 });
  return stdout.split("\0").filter(Boolean);
}

/** Sources as they are here, our own packages among them; other dependencies and what was built stay where they are. */
function copyTree() {
  for (const path of git("ls-files", "-z", "--cached", "--others", "--exclude-standard")) {
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

/** How the tests of these mutations, all of one file, ended in the copy: one state for each mutation. */
function run(some) {
  const [{ test }] = some;
  const patterns = some.map((each) => nameOf(each).replaceAll(/[.[\]]/g, "\\$&"));
  const report = join(copy, "report.json");
  rmSync(report, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", test, "-t", `(${patterns.join("|")})`, "--retry=0"];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...args, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    // Code without its protection may well not end.
    { cwd: copy, encoding: "utf8", maxBuffer: 2 ** 28, timeout: 600_000, killSignal: "SIGKILL" },
  );
  const tests = existsSync(report)
    ? JSON.parse(text(report)).testResults.flatMap((file) => file.assertionResults)
    : [];
  const states = some.map((each) =>
    stateOf(tests.filter(({ fullName }) => fullName.includes(nameOf(each)))),
  );
  if (states.includes("not run")) console.error(`${stdout}\n${stderr}`.slice(-3_000));
  return states;
}

function nameOf({ id, name = `[${id}]` }) {
  return name;
}

function stateOf(tests) {
  if (tests.some(({ status }) => status === "failed")) return "failed";
  return tests.some(({ status }) => status === "passed") ? "passed" : "not run";
}

/** Returns the way back. */
function replace({ file, from, to }) {
  const path = join(copy, file);
  const before = text(path);
  writeFileSync(
    path,
    before.replace(from, () => to),
  );
  return () => writeFileSync(path, before);
}

function say(word, { id, removed }) {
  console.log(`${word.padEnd(18)}${id}: ${removed}`);
}

/** Those whose case passes while its protection is there; the others show nothing. */
function passing() {
  const files = [...new Set(mutations.map(({ test }) => test))];
  return files.flatMap((test) => {
    const some = mutations.filter((mutation) => mutation.test === test);
    const states = run(some);
    return some.filter((mutation, place) => {
      if (states[place] === "passed") return true;
      say(states[place] === "failed" ? "ALWAYS FAILS" : "NOT RUN", mutation);
      return false;
    });
  });
}

const wrong = misplaced();
for (const sentence of wrong) console.error(sentence);
if (wrong.length > 0) process.exit(1);
if (onlyPlaces) process.exit();

const words = { failed: "noticed", passed: "NOT NOTICED", "not run": "BREAKS THE TEST" };
const copy = mkdtempSync(join(tmpdir(), "mutations-"));
let noticed = 0;
try {
  copyTree();
  for (const mutation of passing()) {
    const undo = editsOf(mutation).map((edit) => replace(edit));
    const [state] = run([mutation]);
    for (const back of undo) back();
    say(words[state], mutation);
    if (state === "failed") noticed += 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${mutations.length} protections taken away, ${noticed} of them noticed`);
if (noticed < mutations.length) process.exitCode = 1;
