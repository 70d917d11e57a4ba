// The packed packages on every Node that is supported, whichever runs the tests: installed by npm on that Node into empty
// folders, used from JavaScript and TypeScript, started by npx. The Nodes come from npm.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cleanEnvironment } from "../clean-environment.ts";
import { inspect } from "../inspect.ts";
import { runProcess } from "../run-process.ts";
import { installPackage } from "../tarballs/install-package.ts";
import { packPackages } from "../tarballs/pack-packages.ts";
import { publishedPackages } from "../tarballs/published-packages.ts";
import { runExamples } from "../tarballs/run-examples.ts";
import { installNode } from "./install-node.ts";

const supported = [20, 22, 24, 26];
// "In seconds", on a machine with two busy processors.
const startLimit = 10_000;

let root: string;
let tarballs: Record<string, string>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mcp-nodes-"));
  tarballs = await packPackages(join(root, "tarballs"));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe.each(supported)("on Node %i", (major) => {
  const place = (name: string): string => join(root, `${major}`, name.replace("/", "-"));
  let environment: NodeJS.ProcessEnv;
  let missing: string | undefined;

  beforeAll(async () => {
    try {
      const binaries = await installNode(major, join(root, `node-${major}`));
      const path = [binaries, process.env["PATH"]].join(delimiter);
      environment = {
        ...(await cleanEnvironment(root)),
        PATH: path,
        npm_config_engine_strict: "true",
      };
    } catch (error) {
      missing = `Node ${major} was not to be had from npm, so nothing is known of it: ${String(error)}`;
      console.warn(missing);
    }
  });
  beforeEach(({ skip }) => skip(missing !== undefined, missing));
  afterAll(async () => {
    await rm(join(root, `${major}`), { recursive: true, force: true });
  });

  it.each(publishedPackages)(
    "$name installs into an empty folder and does what its README says",
    async ({ name, examples }) => {
      const version = await runProcess("node", ["--version"], { cwd: root, environment });
      expect(version).toMatch(new RegExp(`^v${major}\\.`));
      await installPackage(place(name), name, tarballs, { environment });
      const printed = await runExamples(place(name), name, environment);
      expect(printed).toEqual(examples.map((text) => expect.stringContaining(text)));
    },
  );

  it("npx starts the server in seconds, and it runs code", async () => {
    const client = new Client({ name: "test", version: "1.0.0" });
    const env = environment as Record<string, string>;
    const args = ["--no-install", "mcp-code-execution"];
    const cwd = place("mcp-code-execution");
    const started = performance.now();
    await client.connect(
      new StdioClientTransport({ command: "npx", args, cwd, env, stderr: "ignore" }),
    );
    expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual(["run_python"]);
    expect(performance.now() - started).toBeLessThan(startLimit);
    const result = await client.callTool({ name: "run_python", arguments: { code: "6 * 7" } });
    expect(result).toMatchObject({ structuredContent: { status: "ok", value: "42" } });
    await client.close();
  });

  // Node 20 runs what a compiler made of TypeScript, whose types are checked with the tarballs; the Inspector needs 22.
  if (major < 22) return;

  it.each(publishedPackages)(
    "$name is used by a program in TypeScript",
    async ({ name, entry }) => {
      await writeFile(
        join(place(name), "program.ts"),
        `import { ${entry} } from "${name}";\n` +
          `const used: typeof ${entry} = ${entry};\nconsole.log(typeof used as string);\n`,
      );
      const options = { cwd: place(name), environment };
      expect(await runProcess("node", ["program.ts"], options)).toBe("function\n");
    },
  );

  it("the Inspector lists and calls the packed binary", async () => {
    const options = { cwd: place("mcp-code-execution"), environment };
    const server = ["npx", "--no-install", "mcp-code-execution"];
    // The Inspector starts servers in an environment of their own.
    const flags = ["-e", "MCP_BRIDGE_RUNTIME=embedded", "-e", `PATH=${environment["PATH"]}`];
    expect(await inspect(server, [...flags, "--method", "tools/list"], options)).toMatchObject({
      tools: [{ name: "run_python" }],
    });
    const call = ["--method", "tools/call", "--tool-name", "run_python", "--tool-arg", "code=6*7"];
    expect(await inspect(server, [...flags, ...call], options)).toMatchObject({
      structuredContent: { status: "ok", value: "42" },
    });
  });
});

it("a Node that is too old is told so, in a sentence", async ({ skip }) => {
  const folder = join(root, "too-old");
  const binaries = await installNode(18, join(root, "node-18")).catch((error: unknown) =>
    skip(`Node 18 was not to be had from npm: ${String(error)}`),
  );
  await installPackage(folder, "mcp-code-execution", tarballs);
  const program = join(folder, "node_modules", "mcp-code-execution", "dist", "main.js");
  for (const command of [[], ["doctor"]]) {
    const { status, stderr } = spawnSync(join(binaries, "node"), [program, ...command], {
      encoding: "utf8",
      timeout: 60_000,
    });
    expect(stderr).toMatch(
      /^mcp-code-execution: This is Node 18\..* 20\.19 or newer is needed\..*\n$/,
    );
    expect(status).toBe(2);
  }
});
