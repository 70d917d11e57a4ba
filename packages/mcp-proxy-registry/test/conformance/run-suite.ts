import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import { json, text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { runScenario, type Scenario } from "./client.ts";

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL(".", import.meta.url));

/** How the suite judged one scenario. */
export interface Verdict {
  passed: boolean;
  /** The suite's line about it, and what failed. */
  report: string;
}

/**
 * Runs the client command of the suite; the client itself runs in this process.
 * @param choice `["--suite", "all"]` or `["--scenario", name]`
 * @returns the exit code, what was printed, and the errors that scenarios ended with
 */
export async function runSuite(
  choice: string[],
  skipped: readonly string[] = [],
): Promise<{ code: number; output: string; errors: Map<string, unknown> }> {
  const errors = new Map<string, unknown>();
  const relay = await startRelay(skipped, errors);
  const address = relay.address();
  const port = typeof address === "object" ? address?.port : 0;
  try {
    const preload = new URL("provide-glob.mjs", import.meta.url).href;
    const suite = require.resolve("@modelcontextprotocol/conformance/dist/index.js");
    const command = ["--command", "node relay.mjs", "--timeout", "120000", "--verbose"];
    const child = spawn(
      process.execPath,
      ["--import", preload, suite, "client", ...choice, ...command],
      {
        cwd: folder,
        env: { ...process.env, CONFORMANCE_RELAY: `http://127.0.0.1:${port}/` },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const [output, complaints, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    return { code, output: `${output}\n${complaints}`, errors };
  } finally {
    relay.closeAllConnections();
    relay.close();
    await once(relay, "close");
  }
}

async function startRelay(
  skipped: readonly string[],
  errors: Map<string, unknown>,
): Promise<Server> {
  const relay = createServer((request, response) => {
    void answer();
    async function answer(): Promise<void> {
      const scenario = (await json(request)) as Scenario;
      try {
        if (!skipped.includes(scenario.name)) await runScenario(scenario);
        response.writeHead(200).end();
      } catch (error) {
        errors.set(scenario.name, error);
        response.writeHead(500).end(String(error));
      }
    }
  });
  relay.listen(0, "127.0.0.1");
  await once(relay, "listening");
  return relay;
}

/** The verdicts in the summary of a suite, by scenario. */
export function readVerdicts(output: string): Map<string, Verdict> {
  const verdicts = new Map<string, Verdict>();
  for (const [report, mark, name] of output.matchAll(/^([✓✗]) (\S+): .*(?:\n {4}- .*)*/gmu)) {
    verdicts.set(name ?? "", { passed: mark === "✓", report });
  }
  return verdicts;
}
