import { applyChanges, undoLast } from "./backups.ts";
import type { ClientName } from "./client-places.ts";
import { InitError } from "./init-error.ts";
import { planInit, type InitPlan } from "./plan.ts";
import { showDiff } from "./show-diff.ts";
import { StartupError } from "../../startup-error.ts";
import { thisMachine } from "../../machine.ts";
import { ask, canAsk } from "../../terminal/ask.ts";
import { paintFor } from "../../terminal/paint.ts";

export interface InitOptions {
  client?: ClientName[] | undefined;
  project?: boolean | undefined;
  moveServers?: boolean | undefined;
  yes?: boolean | undefined;
  dryRun?: boolean | undefined;
  undo?: boolean | undefined;
}

/**
 * Adds this server to the configuration of MCP clients, after confirmation. Resolves with 1 if a file could not be
 * changed.
 */
export async function init(options: InitOptions, log: (line: string) => void): Promise<number> {
  try {
    return options.undo === true ? await undo(log) : await configure(options, log);
  } catch (error) {
    if (!(error instanceof InitError)) throw error;
    log(error.message);
    return 1;
  }
}

async function configure(options: InitOptions, log: (line: string) => void): Promise<number> {
  const machine = thisMachine();
  const { client: clients, project } = options;
  const isAsking = canAsk() && options.yes !== true;
  let plan = await planInit(machine, {
    clients,
    project,
    moveServers: options.moveServers === true,
  });
  if (options.moveServers === undefined && isAsking && plan.movable > 0) {
    const question = `Move ${servers(plan.movable)} of these clients behind run_python?`;
    if (await ask(question))
      plan = await planInit(machine, { clients, project, moveServers: true });
  }
  tell(plan, log);
  const failed = plan.problems.length > 0 ? 1 : 0;
  if (plan.changes.length === 0) {
    log("there is nothing to change");
    return failed;
  }
  if (options.dryRun === true) return failed;
  if (options.yes !== true && !isAsking) {
    throw new StartupError(
      "Nothing was written: there is nobody to ask. Pass --yes to write this, or --dry-run to only show it.",
    );
  }
  if (isAsking && !(await ask("Write this?"))) {
    log("nothing was written");
    return 1;
  }
  const folder = await applyChanges(plan.changes, machine);
  log(`written; \`npx mcp-code-execution init --undo\` puts everything back (kept in ${folder})`);
  log("start the clients again, so that they read it");
  if (
    plan.movable > 0 &&
    options.moveServers !== true &&
    !plan.changes.some(({ moved }) => moved.length > 0)
  ) {
    log(
      `${servers(plan.movable)} stayed with the clients; --move-servers puts them behind run_python`,
    );
  }
  return failed;
}

function tell({ changes, remarks, problems }: InitPlan, log: (line: string) => void): void {
  const paint = paintFor(process.stdout);
  for (const change of changes) process.stdout.write(`${showDiff(change, paint)}\n\n`);
  for (const line of [...remarks, ...problems]) log(line);
}

async function undo(log: (line: string) => void): Promise<number> {
  const paths = await undoLast(thisMachine());
  if (!paths) throw new InitError("There is nothing to undo: init has not changed anything here.");
  for (const path of paths) log(`${path} is as it was before`);
  return 0;
}

function servers(count: number): string {
  return count === 1 ? "1 server" : `${count} servers`;
}
