import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { readRegularFile, UnreadFileError } from "@mcp-code-execution/config";
import { savedToolLimits, type SavedTool } from "@mcp-code-execution/sandbox-runtime";
import { SavedToolError, systemCode } from "./saved-tool-error.ts";

const tooMany = "there are too many saved tools: remove some";

/** A file that may contain a saved tool. */
export interface ToolFile {
  name: string;
  path: string;
  bytes: number;
  /** Changes when the file is written or replaced. */
  version: string;
  /** Why the file cannot be a tool. */
  problem?: string | undefined;
}

/**
 * The Python files of a folder by name; empty if there is no folder yet. Throws a SavedToolError. Every run calls this,
 * synchronously: that takes a few microseconds, while asking another thread would take longer than most runs.
 */
export function findToolFiles(folder: string): ToolFile[] {
  const names = entriesOf(folder).filter(
    (entry) => entry.endsWith(".py") && !entry.startsWith("."),
  );
  return names
    .toSorted()
    .map((entry, index) =>
      index < savedToolLimits.tools ? describeFile(folder, entry) : tooMuch(folder, entry),
    );
}

function entriesOf(folder: string): string[] {
  try {
    return statSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder) : [];
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT") return [];
    const told =
      code === "ENOTDIR"
        ? `the place of saved tools is no folder (${code}): set MCP_BRIDGE_SAVED_TOOLS to one`
        : `the folder of saved tools cannot be read (${code}): its owner must make it readable, or set MCP_BRIDGE_SAVED_TOOLS to another folder`;
    throw new SavedToolError("saving-failed", told, error);
  }
}

/** Others who share the folder may put any number of files there, so there is a limit on how many are examined. */
function tooMuch(folder: string, entry: string): ToolFile {
  const name = entry.slice(0, -".py".length);
  return { name, path: join(folder, entry), bytes: 0, version: "", problem: tooMany };
}

/** The content of a file, and when it was read. */
export type ReadTools = ReadonlyMap<string, { version: string; tool: SavedTool }>;

/**
 * The content of the files, or why they cannot be read. Never throws.
 * @param earlier earlier results; files that have not changed since are not read again
 */
export async function readToolFiles(
  files: readonly ToolFile[],
  earlier: ReadTools = new Map(),
): Promise<readonly SavedTool[]> {
  let room: number = savedToolLimits.totalBytes;
  return Promise.all(
    files.map(async (file) => {
      room -= file.problem === undefined ? file.bytes : 0;
      if (room < 0) return { name: file.name, problem: tooMany };
      const known = earlier.get(file.name);
      return known && known.version === file.version && "source" in known.tool
        ? known.tool
        : readTool(file);
    }),
  );
}

function describeFile(folder: string, entry: string): ToolFile {
  const name = entry.slice(0, -".py".length);
  const path = join(folder, entry);
  try {
    const facts = statSync(path, { bigint: true });
    const bytes = Number(facts.size);
    const version = [facts.ino, facts.size, facts.mtimeNs, facts.ctimeNs].join(" ");
    return { name, path, bytes, version, problem: problemOf(name, bytes, facts.isFile()) };
  } catch (error) {
    return { name, path, bytes: 0, version: "", problem: unreadable(error) };
  }
}

const problems = {
  "no-regular-file": "it is no file",
  "too-long": `its file is longer than ${savedToolLimits.sourceBytes} bytes`,
} as const;

function problemOf(name: string, bytes: number, isFile: boolean): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return "its file's name is no Python name: rename the file";
  }
  if (!isFile) return problems["no-regular-file"];
  return bytes > savedToolLimits.sourceBytes ? problems["too-long"] : undefined;
}

async function readTool({ name, path, problem }: ToolFile): Promise<SavedTool> {
  if (problem !== undefined) return { name, problem };
  try {
    const bytes = await readRegularFile(path, savedToolLimits.sourceBytes);
    return { name, source: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    // The file may have been replaced since it was examined.
    if (error instanceof UnreadFileError) return { name, problem: problems[error.code] };
    return {
      name,
      problem: error instanceof TypeError ? "its file is not UTF-8 text" : unreadable(error),
    };
  }
}

function unreadable(error: unknown): string {
  return `its file cannot be read (${systemCode(error)})`;
}
