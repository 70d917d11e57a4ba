import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeEach, expect, it } from "vitest";
import { withFileLock } from "./file-lock.ts";

const execute = promisify(execFile);
const rounds = 12;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
  return () => rm(folder, { recursive: true, force: true });
});

/** What a holder that was killed leaves behind. */
async function leaveLock(path: string): Promise<void> {
  await mkdir(path);
  await writeFile(join(path, "dead"), "");
  await utimes(join(path, "dead"), 1, 1);
  await utimes(path, 1, 1);
}

it("has one holder at a time after one that was killed, in several processes", async () => {
  const locks = Array.from({ length: rounds }, (_, round) => join(folder, `lock-${round}`));
  await Promise.all(locks.map(leaveLock));
  const program = join(await compile(), "contend.mjs");
  await writeFile(
    program,
    `import { mkdir, rmdir } from "node:fs/promises";
     import { withFileLock } from "./auth/store/file-lock.js";
     for (const path of process.argv.slice(2)) {
       await Promise.all([1, 2].map(() => withFileLock(path, async () => {
         // Fails where another one is inside.
         await mkdir(path + ".inside");
         await new Promise((resolve) => setTimeout(resolve, 10));
         await rmdir(path + ".inside");
       })));
     }`,
  );
  const processes = [1, 2, 3].map(() => execute(process.execPath, [program, ...locks]));
  expect(await Promise.all(processes)).toHaveLength(3);
  expect(await readdir(folder)).toEqual(["compiled"]);
});

it("is not ended by a holder that has lost it", async () => {
  const path = join(folder, "lock");
  await withFileLock(path, async () => {
    const [mine = ""] = await readdir(path);
    await rm(join(path, mine));
    await writeFile(join(path, "other"), "");
  });
  expect(await readdir(path)).toEqual(["other"]);
});

it("takes an empty folder for no lock", async () => {
  const path = join(folder, "lock");
  await mkdir(path);
  expect(await withFileLock(path, async () => "held")).toBe("held");
});

/** Node 20 runs no TypeScript. */
async function compile(): Promise<string> {
  const typescript = createRequire(import.meta.url).resolve("typescript/package.json");
  const source = fileURLToPath(new URL("file-lock.ts", import.meta.url));
  const compiled = join(folder, "compiled");
  const sources = fileURLToPath(new URL("../..", import.meta.url));
  const options = [
    "--ignoreConfig",
    "--rewriteRelativeImportExtensions",
    "--rootDir",
    sources,
    "--noCheck",
    "--module",
    "nodenext",
    "--target",
    "es2023",
  ];
  const tsc = join(dirname(typescript), "bin", "tsc");
  await execute(process.execPath, [tsc, source, ...options, "--outDir", compiled]);
  await writeFile(join(compiled, "package.json"), '{"type":"module"}');
  return compiled;
}
