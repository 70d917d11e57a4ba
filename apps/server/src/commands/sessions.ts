import {
  endSandboxes,
  listSandboxes,
  SandboxError,
  type RunningSandbox,
} from "@mcp-code-execution/sandbox-runtime";
import { StartupError } from "../startup-error.ts";
import { columns } from "../terminal/columns.ts";
import { paintFor } from "../terminal/paint.ts";
import { byteSize, duration } from "../terminal/units.ts";

const engines = ["podman", "docker"] as const;
const shownIdCharacters = 12;

/** Prints the containers in which sandboxes of this machine run. Resolves with 0, even if there are none. */
export async function sessionsList(
  { json }: { json?: boolean | undefined },
  log: (line: string) => void,
): Promise<number> {
  const sandboxes = await runningSandboxes();
  if (json) {
    process.stdout.write(`${JSON.stringify(sandboxes, null, 2)}\n`);
    return 0;
  }
  if (sandboxes.length === 0) {
    log("no sandbox runs in a container; embedded ones end with the process that uses them");
    return 0;
  }
  const paint = paintFor(process.stdout);
  const head = ["ID", "ENGINE", "PROCESS", "AGE", "MEMORY", "IMAGE"].map((name) =>
    paint.faint(name),
  );
  const rows = sandboxes.map((sandbox) => [
    sandbox.id.slice(0, shownIdCharacters),
    sandbox.engine,
    String(sandbox.ownerPid),
    duration(Math.max(0, Date.now() - sandbox.startedAt.getTime())),
    sandbox.memoryBytes === undefined ? "unknown" : byteSize(sandbox.memoryBytes),
    sandbox.image,
  ]);
  process.stdout.write(`${columns([head, ...rows]).join("\n")}\n`);
  return 0;
}

/** Ends sandboxes by prefixes of their ids, or all of this machine. Resolves with 1 if an id matches none. */
export async function sessionsEnd(
  ids: readonly string[],
  { all }: { all?: boolean | undefined },
  log: (line: string) => void,
): Promise<number> {
  if (all !== true && ids.length === 0) {
    throw new StartupError("Name the ids that `npx mcp-code-execution sessions` prints, or --all.");
  }
  const sandboxes = await runningSandboxes();
  const meant = (id: string): RunningSandbox[] =>
    sandboxes.filter((each) => each.id.startsWith(id));
  const wrong = ids.filter((id) => meant(id).length !== 1);
  for (const id of wrong) {
    log(
      `${id} names ${meant(id).length === 0 ? "no sandbox" : "several sandboxes"}: nothing is ended`,
    );
  }
  if (wrong.length > 0) return 1;
  const chosen = all === true ? sandboxes : ids.flatMap(meant);
  for (const engine of engines) {
    const own = chosen.filter((sandbox) => sandbox.engine === engine).map(({ id }) => id);
    if (own.length > 0) await endSandboxes(engine, own);
  }
  for (const { id } of chosen) process.stdout.write(`${id.slice(0, shownIdCharacters)}\n`);
  return 0;
}

/** The sandboxes of every engine that answers. */
async function runningSandboxes(): Promise<RunningSandbox[]> {
  const found = await Promise.all(
    engines.map(async (engine) => {
      try {
        return await listSandboxes(engine);
      } catch (error) {
        if (error instanceof SandboxError && error.code === "runtime-unavailable") return [];
        throw error;
      }
    }),
  );
  // If Docker's socket belongs to Podman, both find the same containers.
  return [...new Map(found.flat().map((sandbox) => [sandbox.id, sandbox])).values()];
}
