// The packages as npm's users get them: packed, installed into empty folders, imported, and their READMEs' examples run
// as they stand there. What is packed is what was built last; `npm test` builds first.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { importedPackages } from "./imported-packages.ts";
import { installPackage } from "./install-package.ts";
import { packPackages } from "./pack-packages.ts";
import { publishedPackages } from "./published-packages.ts";
import { cleanEnvironment } from "../clean-environment.ts";
import { runProcess } from "../run-process.ts";
import { readExamples } from "./read-examples.ts";
import { runExamples, serves } from "./run-examples.ts";

const server = "mcp-code-execution";
const installTimeout = 300_000;
vi.setConfig({ testTimeout: 180_000 });
const fromRoot = (path: string): string =>
  fileURLToPath(new URL(`../../../${path}`, import.meta.url));

let root: string;
let tarballs: Record<string, string>;
let environment: NodeJS.ProcessEnv;

const compare = (a: string, b: string): number => (a < b ? -1 : 1);
const place = (name: string): string => join(root, name.replace("/", "-"));
const installed = (name: string): string => join(place(name), "node_modules", name);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mcp-tarballs-"));
  tarballs = await packPackages(join(root, "tarballs"));
  // The server brings Deno's binary, nearly 100 MB; the sandbox alone finds the same one on the PATH.
  await Promise.all(
    publishedPackages.map(async ({ name, folder }) => {
      const flags = folder === "packages/sandbox-runtime" ? ["--omit=optional"] : [];
      await installPackage(place(name), name, tarballs, { flags });
    }),
  );
  const denos = join(place(server), "node_modules", "@deno");
  const binaries = (await readdir(denos)).map((platform) => join(denos, platform));
  environment = {
    ...(await cleanEnvironment(root)),
    PATH: [dirname(process.execPath), process.env["PATH"], ...binaries].join(delimiter),
  };
}, installTimeout);
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
}, installTimeout);

describe.each(publishedPackages)("$name", ({ name, folder, dependencies, examples }) => {
  it("depends on what its files import and on nothing else", async () => {
    const manifest = JSON.parse(await readFile(join(installed(name), "package.json"), "utf8"));
    expect(Object.keys(manifest.dependencies).toSorted()).toEqual(dependencies);
    expect(await importedPackages(join(installed(name), "dist"))).toEqual(dependencies);
  });

  it("holds what was built, the README and the licence", async () => {
    const files = await readdir(installed(name), { recursive: true });
    const top = new Set(files.map((path) => path.split(/[/\\]/)[0] ?? ""));
    top.delete("node_modules");
    expect([...top].toSorted(compare)).toEqual(["LICENSE", "README.md", "dist", "package.json"]);
    expect(files.filter((path) => /\.test\.|\.map$|tsbuildinfo|__pycache__/.test(path))).toEqual(
      [],
    );
    expect(
      await filesWithoutSource(join(installed(name), "dist"), fromRoot(`${folder}/src`)),
    ).toEqual([]);
  });

  it("has nothing that publint or arethetypeswrong complains about", async () => {
    const { messages } = await publint({ pkgDir: installed(name), pack: false, strict: true });
    expect(messages).toEqual([]);
    const data = new Uint8Array(await readFile(tarballs[name]!));
    const result = await checkPackage(createPackageFromTarballData(data));
    // ES modules only: what CommonJS and the resolution before Node 12 make of them is known.
    const foreign = new Set(["node10", "node16-cjs"]);
    const problems = "problems" in result ? result.problems : [result];
    expect(
      problems.filter(
        (problem) => !("resolutionKind" in problem && foreign.has(problem.resolutionKind)),
      ),
    ).toEqual([]);
  });

  it("has a README that names everything a program can call", async () => {
    const readme = await readFile(join(installed(name), "README.md"), "utf8");
    const program = `console.log(JSON.stringify(Object.keys(await import("${name}"))))`;
    const folderOf = { cwd: place(name), environment };
    const listed = await runProcess("node", ["--input-type=module", "-e", program], folderOf);
    const exported: string[] = JSON.parse(listed);
    expect(exported.filter((each) => !readme.includes(`\`${each}`))).toEqual([]);
  });

  it("does what its README says", async () => {
    const printed = await runExamples(place(name), name, environment);
    expect(printed).toEqual(examples.map((text) => expect.stringContaining(text)));
  });
});

describe("the types", () => {
  // The check below has the oldest types that are supported; those of Node 26 no longer have it.
  it("do not need `PlatformPath` of Node's types", async () => {
    const uses = publishedPackages.map(async ({ name }) => {
      const dist = join(installed(name), "dist");
      const files = await readdir(dist, { recursive: true });
      const declarations = files.filter((path) => path.endsWith(".d.ts"));
      expect(declarations).not.toEqual([]);
      const texts = declarations.map((path) => readFile(join(dist, path), "utf8"));
      return (await Promise.all(texts)).filter((text) => text.includes("PlatformPath"));
    });
    expect((await Promise.all(uses)).flat()).toEqual([]);
  });

  // Each package in a folder of its own: what another one brings must not help.
  it.each(["nodenext", "bundler"])("are there for %s, in every package", async (resolution) => {
    const uses = publishedPackages.map(async ({ name, entry }) => {
      const file = join(place(name), `${resolution}.ts`);
      await writeFile(
        file,
        `import { ${entry} } from "${name}";\n` +
          `// @ts-expect-error there is no such export\nimport { ${entry}Nowhere } from "${name}";\n` +
          `export const made: ReturnType<typeof ${entry}> | undefined = undefined;\n` +
          `export { ${entry}Nowhere };\n`,
      );
      return file;
    });
    await expect(typeCheck(await Promise.all(uses), resolution)).resolves.toBe("");
  });
});

describe("the READMEs' examples", () => {
  it("are strict TypeScript", async () => {
    const written = publishedPackages.map(async ({ name }) => {
      const readme = join(installed(name), "README.md");
      const examples = await readExamples(readme, name, "js|ts");
      expect(examples).not.toEqual([]);
      return Promise.all(
        examples.map(async (code, index) => {
          const file = join(place(name), `readme-${index}.ts`);
          await writeFile(file, code);
          return file;
        }),
      );
    });
    const files = (await Promise.all(written)).flat();
    await expect(typeCheck(files, "nodenext")).resolves.toBe("");
  });
});

describe("the sandbox's tarball", () => {
  it("holds the kernel, the image's recipe and the memory of a started Pyodide", async () => {
    const tarball = tarballs["@mcp-code-execution/sandbox-runtime"]!;
    const dist = join(installed("@mcp-code-execution/sandbox-runtime"), "dist");
    expect(await pythonFiles(join(dist, "python"))).toEqual(
      await pythonFiles(fromRoot("sandbox/python")),
    );
    expect(await readFile(join(dist, "Dockerfile"), "utf8")).toBe(
      await readFile(fromRoot("sandbox/Dockerfile"), "utf8"),
    );
    expect((await stat(join(dist, "pyodide.snapshot"))).size).toBeGreaterThan(10_000_000);
    expect((await stat(tarball)).size).toBeLessThan(10_000_000);
  });
});

describe("the lockfile", () => {
  it("holds Deno for every platform: pnpm leaves out what it cannot find without a word", async () => {
    const manifest = await readFile(fromRoot("packages/sandbox-runtime/package.json"), "utf8");
    const lockfile = await readFile(fromRoot("pnpm-lock.yaml"), "utf8");
    const { optionalDependencies } = JSON.parse(manifest) as {
      optionalDependencies: Record<string, string>;
    };
    const denos = Object.entries(optionalDependencies);
    expect(denos).toHaveLength(6);
    for (const [name, version] of denos) expect(lockfile).toContain(`'${name}@${version}':`);
  });
});

describe("the server from its tarball", () => {
  it("holds the licence of every package that its program was bundled from", async () => {
    const dist = join(installed(server), "dist");
    const licences = await readFile(join(dist, "THIRD-PARTY-LICENSES.txt"), "utf8");
    const files = (await readdir(dist)).filter((file) => file.startsWith("program-"));
    const sources = await Promise.all(files.map((file) => readFile(join(dist, file), "utf8")));
    // The bundler says of each part where it comes from.
    const parts = sources.join("\n").matchAll(/^\/\/ .*node_modules\/((?:@[^/]+\/)?[^/]+)\//gm);
    const bundled = new Set([...parts].map(([, name]) => name));
    expect([...bundled]).toEqual(
      expect.arrayContaining(["zod", "@modelcontextprotocol/sdk", "ajv"]),
    );
    const named = new Set([...licences.matchAll(/^(\S+) \d\S* \(.+\)$/gm)].map(([, name]) => name));
    expect([...bundled].filter((name) => !named.has(name))).toEqual([]);
  });

  it("is started by npx and serves run_python", async () => {
    const client = await connect("npx", ["--no-install", server]);
    expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual(["run_python"]);
    const result = await client.callTool({ name: "run_python", arguments: { code: "6 * 7" } });
    expect(result).toMatchObject({ structuredContent: { status: "ok", value: "42" } });
    await client.close();
  });

  it("is served by the program of its README", async () => {
    const examples = await readExamples(join(installed(server), "README.md"), server);
    await writeFile(join(place(server), "serve.js"), examples.find(serves)!);
    const client = await connect(process.execPath, ["serve.js"]);
    expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual(["run_python"]);
    await client.close();
  });
});

async function connect(command: string, args: string[]): Promise<Client> {
  const client = new Client({ name: "test", version: "1.0.0" });
  const env = environment as Record<string, string>;
  const cwd = place(server);
  await client.connect(new StdioClientTransport({ command, args, cwd, env, stderr: "ignore" }));
  return client;
}

/** Strictly, the packages' own declarations included. */
async function typeCheck(files: string[], resolution: string): Promise<string> {
  const compiler = fromRoot("node_modules/typescript/bin/tsc");
  const module = resolution === "nodenext" ? "nodenext" : "preserve";
  const strictness = ["--noEmit", "--strict", "--skipLibCheck", "false"];
  const target = ["--module", module, "--moduleResolution", resolution, "--target", "es2023"];
  const library = ["--lib", "es2023,esnext.disposable,dom", "--types", "node"];
  const types = ["--typeRoots", fromRoot("node_modules/@types")];
  const args = [compiler, ...strictness, ...target, ...library, ...types, ...files];
  return await runProcess(process.execPath, args, { cwd: root });
}

const sourceName = (path: string): string => path.replace(/(\.d)?\.[jt]s$/, "");

async function pythonFiles(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  return files.filter((path) => path.endsWith(".py")).toSorted(compare);
}

/** Compiled files of which no source is left; the server's program is bundled from all of them. */
async function filesWithoutSource(dist: string, sources: string): Promise<string[]> {
  const known = new Set((await readdir(sources, { recursive: true })).map(sourceName));
  const compiled = (await readdir(dist, { recursive: true })).filter((path) =>
    /\.[jt]s$/.test(path),
  );
  return compiled.filter((path) => !known.has(sourceName(path)) && !path.startsWith("program-"));
}
