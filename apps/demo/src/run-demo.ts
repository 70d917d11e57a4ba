// Table of contents: a folder, our server with three others behind it, the story, the report, the count.
import { join } from "node:path";
import type { Writable } from "node:stream";
import { checkReport } from "./check-report.ts";
import { connect } from "./connect.ts";
import { definitionCost, directDefinitionCosts } from "./definition-costs.ts";
import { DemoError } from "./demo-error.ts";
import { playStory } from "./play-story.ts";
import { printDefinitionCosts, printStoryCost } from "./print-costs.ts";
import { createPrinter, type Output, type Printer } from "./print.ts";
import { sampleFiles, totalTakings } from "./sample-files.ts";
import { bridgeServer, upstreamServers } from "./servers.ts";
import type { Step } from "./story.ts";
import { createWorkspace } from "./workspace.ts";

export interface DemoOptions {
  story: readonly Step[];
  /** Ends the demo early; what was started is ended as always. */
  signal: AbortSignal;
  out: Output;
  errors: Writable;
}

/** Plays the demo. Resolves with its exit status, once no process and no file of it is left. */
export async function runDemo({ story, signal, out, errors }: DemoOptions): Promise<number> {
  try {
    await play(story, createPrinter(out), signal);
    return 0;
  } catch (error) {
    if (signal.aborted) {
      errors.write("The demo was stopped; its servers are ended and its folder is removed.\n");
    } else if (error instanceof DemoError) {
      errors.write(`${error.message}\n`);
    } else {
      throw error;
    }
    return 1;
  }
}

async function play(story: readonly Step[], print: Printer, signal: AbortSignal): Promise<void> {
  await using workspace = await createWorkspace(sampleFiles);
  const upstream = upstreamServers(workspace);
  const names = Object.keys(upstream);
  print.text(
    `One MCP server with one tool, run_python. Behind it: ${names.join(", ")}.\nIndented is the Python that a model writes, after the bars is what it gets back.\nThe servers are real; the shops, their bookings and the weather are made up.`,
  );

  await using bridge = await connect(
    "mcp-code-execution",
    bridgeServer(workspace, upstream),
    workspace.folder,
  );
  const ownCost = await definitionCost(bridge.client);
  const storyCost = await playStory(story, bridge, print, signal);

  print.heading("The report, read from disk outside of the sandbox");
  print.text((await checkReport(join(workspace.files, "report.md"), totalTakings)).trim());

  printStoryCost(print, storyCost);
  printDefinitionCosts(
    print,
    await directDefinitionCosts(upstream, workspace.folder, signal),
    ownCost,
  );
}
