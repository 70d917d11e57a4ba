// Plans what init would do, before anything is written: one change per file, and a remark for everything that is not
// changed.
import { isDeepStrictEqual } from "node:util";
import { existsSync, lstatSync } from "node:fs";
import { startCommand, type Machine } from "../../machine.ts";
import {
  bridgeConfigPath,
  clientPlaces,
  type ClientName,
  type ClientPlace,
} from "./client-places.ts";
import { editsOf } from "./edits/edits-of.ts";
import { InitError } from "./init-error.ts";
import { projectServers } from "./project-servers.ts";
import { readTextFile } from "./read-text-file.ts";
import { translateEntry } from "./translate-entry.ts";

/** The options of init. */
export interface PlanOptions {
  /** Only these; default all that seem to be installed. */
  clients?: readonly ClientName[] | undefined;
  /** Include the project's files, which a team may share. */
  project?: boolean | undefined;
  /** Move the clients' servers to our file. */
  moveServers: boolean;
}

/** One file, as it is and as it would be. */
export interface FileChange {
  path: string;
  /** The client's name. */
  title: string;
  format: "json" | "toml";
  /** The key that holds the servers. */
  key: string;
  /** Undefined if there was no file. */
  before: string | undefined;
  after: string;
  /** Name under which our entry was added. */
  added?: string | undefined;
  /** Names of the servers that move to our file, or came from others. */
  moved: string[];
}

/** Everything that init would do, and its messages. */
export interface InitPlan {
  changes: FileChange[];
  /** What is not changed, and why. */
  remarks: string[];
  /** Files that could not be edited; sentences. */
  problems: string[];
  /** The number of servers that could be moved. */
  movable: number;
}

// Moving each server requires reading the whole file.
const maxServers = 1_000;

const ownNames = ["code-execution", "mcp-code-execution"];

/** Reads the files of the clients; writes nothing. Throws an InitError if our own file cannot be edited. */
export async function planInit(machine: Machine, options: PlanOptions): Promise<InitPlan> {
  const plan: InitPlan = { changes: [], remarks: [], problems: [], movable: 0 };
  const own = await readOwnFile(bridgeConfigPath(machine));
  const places = chosenPlaces(machine, options);
  if (places.length === 0) plan.problems.push(noClient(machine));
  for (const place of places) {
    try {
      await planPlace(place, { machine, options, own, plan });
    } catch (error) {
      if (!(error instanceof InitError)) throw error;
      plan.problems.push(`${place.title}: ${place.path} is left as it is. ${error.message}`);
    }
  }
  if (own.moved.length > 0) plan.changes.unshift(own);
  return plan;
}

function noClient(machine: Machine): string {
  const known = new Set(clientPlaces(machine).map(({ title }) => title));
  const entry = JSON.stringify({ "code-execution": startCommand(machine) });
  return (
    `No MCP client was found here; looked for the files and folders of ${[...known].join(", ")}. ` +
    `Name one with --client to write its file all the same. What other clients take under mcpServers: ${entry}`
  );
}

async function readOwnFile(path: string): Promise<FileChange> {
  try {
    const before = await readTextFile(path);
    const after = before ?? "";
    const hasServers = (key: string): boolean =>
      Object.keys(editsOf({ format: "json", key }).read(after)).length > 0;
    const key = hasServers("servers") && !hasServers("mcpServers") ? "servers" : "mcpServers";
    return { path, title: "our own configuration", format: "json", key, before, after, moved: [] };
  } catch (error) {
    if (!(error instanceof InitError)) throw error;
    throw new InitError(`${path}: ${error.message}`, { cause: error });
  }
}

function chosenPlaces(machine: Machine, { clients, project }: PlanOptions): ClientPlace[] {
  return clientPlaces(machine).filter(({ client, scope, path, sign }) => {
    if (clients && !clients.includes(client)) return false;
    if (scope === "project") return project === true && isThere(path);
    return clients !== undefined || isThere(path) || existsSync(sign);
  });
}

/** Whether there is something of that name, be it a link to nothing. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

interface Planning {
  machine: Machine;
  options: PlanOptions;
  /** Our own file, to which moved servers are added. */
  own: FileChange;
  plan: InitPlan;
}

/** Adds the change of one client's file to the plan. Throws an InitError if the file cannot be changed. */
async function planPlace(
  place: ClientPlace,
  { machine, options: { moveServers }, own, plan }: Planning,
): Promise<void> {
  const edits = editsOf(place);
  const before = await readTextFile(place.path);
  let after = before ?? "";
  const servers = edits.read(after);
  const ours = Object.keys(editsOf(own).read(own.after)).length;
  const count = Object.keys(servers).length + ours;
  if (count > maxServers) {
    throw new InitError(
      `Together with ours there are ${count} servers, and at most ${maxServers} are supported. Add our entry by hand: ${JSON.stringify(startCommand(machine))}`,
    );
  }
  const moved: string[] = [];
  const stays = (name: string, reason: string): void => {
    if (moveServers)
      plan.remarks.push(`${place.title}: ${name} stays there: ${reason.replace(/\.$/, "")}.`);
  };
  let isPresent = false;
  // Applied together at the end: if this file cannot be edited, ours has not received its servers either.
  let taken = own.after;
  for (const [name, written] of Object.entries(servers)) {
    const found = await translateEntry(place, name, written, machine);
    if (found.type === "own") isPresent = true;
    if (found.type === "python") {
      plan.remarks.push(
        `${place.title}: ${name} is the Python program that does the same; remove it yourself when you no longer need it.`,
      );
    }
    if (found.type === "stays") stays(name, found.reason);
    if (found.type !== "movable") continue;
    const there = editsOf(own).read(taken)[name];
    if (there !== undefined && !isDeepStrictEqual(there, found.entry)) {
      stays(name, `${own.path} has another server of that name`);
      continue;
    }
    plan.movable += 1;
    if (!moveServers) continue;
    if (there === undefined) taken = editsOf(own).add(taken, name, found.entry);
    after = edits.remove(after, name);
    moved.push(name);
    for (const doubt of found.doubts ?? []) {
      plan.remarks.push(`${place.title}: ${name} moves, but ${doubt}`);
    }
  }
  if (moveServers) {
    for (const [folder, kept] of Object.entries(projectServers(place, before ?? ""))) {
      plan.remarks.push(...(await keptForProject(place, folder, kept, machine)));
    }
  }
  const added = isPresent || place.scope === "project" ? undefined : freeName(servers);
  if (added !== undefined) after = edits.add(after, added, ownEntry(place, machine));
  if (isPresent) plan.remarks.push(`${place.title}: ${place.path} has us already.`);
  if (after === (before ?? "")) return;
  own.after = taken;
  own.moved.push(...moved);
  const { path, title, format, key } = place;
  plan.changes.push({ path, title, format, key, before, after, added, moved });
}

/** A remark about the servers of one project in the client's own file, unless they are ours. */
async function keptForProject(
  place: ClientPlace,
  folder: string,
  servers: Record<string, unknown>,
  machine: Machine,
): Promise<string[]> {
  const names: string[] = [];
  for (const [name, written] of Object.entries(servers)) {
    const { type } = await translateEntry(place, name, written, machine);
    if (type !== "own" && type !== "python") names.push(name);
  }
  if (names.length === 0) return [];
  const [stay, them] = names.length === 1 ? ["stays", "it"] : ["stay", "them"];
  return [
    `${place.title}: ${names.join(", ")} ${stay} there: Claude Code keeps ${them} for the project ${folder} alone. To have ${them} moved, add ${them} with \`claude mcp add --scope user\`, remove ${them} from the project, and run init again.`,
  ];
}

function ownEntry({ client }: ClientPlace, machine: Machine): object {
  return { ...(client === "vscode" && { type: "stdio" }), ...startCommand(machine) };
}

function freeName(servers: Record<string, unknown>): string {
  const free = ownNames.find((name) => !(name in servers));
  if (free !== undefined) return free;
  throw new InitError(`The names ${ownNames.join(" and ")} are both taken there. Rename one.`);
}
