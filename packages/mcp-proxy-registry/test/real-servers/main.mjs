// Installs the servers of servers.mjs with npm into a temporary folder, lists their tools and calls what can be called
// offline, and prints what comes. To be run by hand, after a build: `node test/real-servers/main.mjs [installed folder]`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createRegistry } from "../../dist/index.js";
import { realServers } from "./servers.mjs";

const [installed] = process.argv.slice(2);
const scratch = realpathSync(mkdtempSync(join(tmpdir(), "real-servers-")));
const root = installed ?? scratch;
const servers = realServers(scratch);

function install() {
  writeFileSync(join(root, "package.json"), '{"private": true}');
  const packages = servers.map((server) => server.package);
  const flags = ["install", "--no-audit", "--no-fund", "--ignore-scripts"];
  execFileSync("npm", [...flags, ...packages], { cwd: root, stdio: "inherit" });
}

function definitionOf({ package: name, args = [], env }) {
  const manifest = join(root, "node_modules", name, "package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  const path = typeof bin === "string" ? bin : Object.values(bin)[0];
  const definition = { command: process.execPath, args: [join(dirname(manifest), path), ...args] };
  return env ? { ...definition, env } : definition;
}

/** What a call gives, in a word or two. */
async function outcomeOf(registry, server, tool, args) {
  try {
    const result = await registry.callTool(server, tool, args, { timeoutMs: 30_000 });
    const types = result.content.map(({ type }) => type).join("+");
    const keys = Object.keys(result.structuredContent ?? {});
    const structured = keys.length > 0 ? ` {${keys.join(",")}}` : "";
    return `${result.isError ? "tool error: " : ""}${types}${structured}`;
  } catch (error) {
    return `${error.code}: ${error.summary}`;
  }
}

const print = (line) => process.stdout.write(`${line}\n`);

if (!installed) install();
const definitions = servers.map((server) => [server.name, definitionOf(server)]);
const registry = createRegistry(Object.fromEntries(definitions), { startupTimeoutMs: 120_000 });
for (const { name, calls = [] } of servers) {
  try {
    const tools = await registry.listTools(name);
    const { version, capabilities } = await registry.describeServer(name);
    const renamed = tools.filter((tool) => tool.alias !== tool.name).length;
    const has = Object.keys(capabilities).join(", ");
    print(`${name} ${version}: ${tools.length} tools, ${renamed} of them renamed; has ${has}`);
    if (process.env.SIGNATURES) for (const { signature } of tools) print(`    ${signature}`);
    for (const { tool, args } of calls) {
      print(`  ${tool} -> ${await outcomeOf(registry, name, tool, args)}`);
    }
  } catch (error) {
    print(`${name}: ${error.message}`);
  }
}
await registry.close();
rmSync(scratch, { recursive: true });
