// The MCP project's own suite against our server over HTTP.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { createHttpServer } from "mcp-code-execution";
import { beforeAll, expect, it } from "vitest";

const require = createRequire(import.meta.url);
const suite = require.resolve("@modelcontextprotocol/conformance/dist/index.js");
// For Node before version 22.
const preload = new URL(
  "../../../../packages/mcp-proxy-registry/test/conformance/provide-glob.mjs",
  import.meta.url,
);

const testTool = "it calls a tool of a test server; our one tool is run_python";
const testResource = "it reads a resource of a test server; ours is the manual alone";
const noPrompts = "our server has no prompts, and declares none";
/** Scenarios that ask for something that is not ours to have. */
const notOurs: Record<string, string> = {
  "completion-complete": "our server has nothing to complete, and declares nothing",
  "tools-call-simple-text": testTool,
  "tools-call-image": testTool,
  "tools-call-audio": testTool,
  "tools-call-embedded-resource": testTool,
  "tools-call-mixed-content": testTool,
  "tools-call-with-logging": testTool,
  "tools-call-error": testTool,
  "tools-call-with-progress": testTool,
  "tools-call-sampling": testTool,
  "tools-call-elicitation": testTool,
  "json-schema-2020-12": "it looks for a test tool whose schema has every keyword",
  "elicitation-sep1034-defaults": testTool,
  "elicitation-sep1330-enums": testTool,
  "server-sse-polling": "it judges nothing without a tool that closes its own stream",
  "resources-read-text": testResource,
  "resources-read-binary": testResource,
  "resources-templates-read": testResource,
  "resources-subscribe": "our manual does not change; nothing can be subscribed to",
  "resources-unsubscribe": "our manual does not change; nothing can be subscribed to",
  "prompts-list": noPrompts,
  "prompts-get-simple": noPrompts,
  "prompts-get-with-args": noPrompts,
  "prompts-get-embedded-resource": noPrompts,
  "prompts-get-with-image": noPrompts,
};

let verdicts: Map<string, string>;

beforeAll(async () => {
  await using server = await createHttpServer({
    port: 0,
    runtime: "embedded",
    savedToolsFolder: false,
    // The suite ends no session.
    maxSessions: 100,
    maxSessionsPerClient: 100,
  });
  const child = spawn(
    process.execPath,
    ["--import", preload.href, suite, "server", "--suite", "all", "--url", server.url],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [output] = await Promise.all([text(child.stdout), once(child, "close")]);
  const lines = output.matchAll(/^[✓✗] (\S+): (\d+ passed, \d+ failed)$/gmu);
  verdicts = new Map(Array.from(lines, ([, name = "", verdict = ""]) => [name, verdict]));
});

it.each([
  "server-initialize",
  "ping",
  "logging-set-level",
  "tools-list",
  "resources-list",
  "server-sse-multiple-streams",
  "dns-rebinding-protection",
])("passes %s", (scenario) => {
  expect(verdicts.get(scenario)).toMatch(/^[1-9]\d* passed, 0 failed$/);
});

it("is judged by every other scenario that does not ask for something else", () => {
  const others = [...verdicts].filter(([, verdict]) => !/^[1-9]\d* passed, 0/.test(verdict));
  expect(others.map(([name]) => name).toSorted()).toEqual(Object.keys(notOurs).toSorted());
});
