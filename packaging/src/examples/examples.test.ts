// The programs of `examples/`, run against the packages as they were last built. Ours are installed once above all of
// them; each brings its framework.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProcess } from "../run-process.ts";
import { installPackage } from "../tarballs/install-package.ts";
import { packPackages } from "../tarballs/pack-packages.ts";

const source = fileURLToPath(new URL("../../../examples", import.meta.url));
const sum = "It says: 'The sum of 2 and 3 is 5.'";
const ownPackage = /^(@mcp-code-execution\/.*|mcp-code-execution)$/;

const programs = [
  { folder: "agent-loop", file: "index.js", prints: sum },
  { folder: "ai-sdk", file: "index.js", prints: sum },
  { folder: "openai-agents", file: "index.js", prints: sum },
  { folder: "langchain", file: "index.js", prints: sum },
  { folder: "langchain", file: "own-tools.js", prints: "It costs 42" },
  { folder: "mastra", file: "index.js", prints: sum },
  { folder: "opentelemetry", file: "index.js", prints: "answer a question" },
  // The whole program needs an API key.
  { folder: "claude-agent-sdk", file: "without-key.js", prints: sum },
];

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mcp-examples-"));
  const tarballs = await packPackages(join(root, "tarballs"));
  await installPackage(root, "mcp-code-execution", tarballs);
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const installed = new Map<string, Promise<string>>();

/** The example's own folder, with what it needs beside our packages. */
function install(name: string): Promise<string> {
  const known = installed.get(name);
  if (known) return known;
  const folder = installFramework(name);
  installed.set(name, folder);
  return folder;
}

async function installFramework(name: string): Promise<string> {
  const folder = join(root, name);
  await cp(join(source, name), folder, {
    recursive: true,
    filter: (path) => !path.includes("node_modules"),
  });
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  manifest.dependencies = Object.fromEntries(
    Object.entries(manifest.dependencies).filter(([dependency]) => !ownPackage.test(dependency)),
  );
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  // The Claude Agent SDK's optional dependencies are Claude Code itself, a few hundred megabytes.
  const flags = name === "claude-agent-sdk" ? ["--omit=optional"] : [];
  const quiet = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  await runProcess("npm", ["install", ...quiet, ...flags], { cwd: folder });
  return folder;
}

describe("the examples", () => {
  it.each(programs)("run: $folder/$file", async ({ folder, file, prints }) => {
    const environment = { ...process.env, HOME: root, MCP_BRIDGE_RUNTIME: "embedded" };
    const npm = {
      npm_config_cache: process.env["npm_config_cache"] ?? join(process.env["HOME"] ?? "", ".npm"),
    };
    const options = { cwd: await install(folder), environment: { ...environment, ...npm } };
    expect(await runProcess(process.execPath, [file], options)).toContain(prints);
  });

  it("need at most fifteen lines each, and none is forgotten here", async () => {
    const entries = await readdir(source, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(new Set(programs.map(({ folder }) => folder))).toEqual(new Set(folders));
    for (const folder of folders) {
      const program = await readFile(join(source, folder, "index.js"), "utf8");
      const lines = program.split("\n").filter((line) => line.trim() !== "");
      expect(lines.length, folder).toBeLessThanOrEqual(15);
      // Whoever copies a folder gets what is published then; no release changes these files.
      const manifest = JSON.parse(await readFile(join(source, folder, "package.json"), "utf8"));
      const own = Object.entries(manifest.dependencies).filter(([name]) => ownPackage.test(name));
      expect(new Set(own.map(([, version]) => version))).toEqual(new Set(["latest"]));
    }
  });
});
