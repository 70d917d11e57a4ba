import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { readRegularFile, UnreadFileError } from "@mcp-code-execution/config";
import { savedToolLimits, type SavedTool } from "@mcp-code-execution/sandbox-runtime";
import { SavedToolError, systemCode } from "./saved-tool-error.ts";

export interface ToolFile {
  name: string;
  path: string;
  bytes: number;
  /** Differs once the file has been written or replaced. */
  version: string;
  /** Why it cannot be a tool. */
  problem?: string | undefined;
}

/**
 * The Python files of a folder by name; none where there is no folder yet. Throws a SavedToolError. Every run looks:
 * to ask the system takes a few microseconds, to have another thread ask it, longer than most runs.
 */
export function findToolFiles(folder: string): ToolFile[] {
  const names = entriesOf(folder).filter(
    (entry) => entry.endsWith(".py") && !entry.startsWith("."),
  );
  return names.toSorted().map((entry) => describeFile(folder, entry));
}

function entriesOf(folder: string): string[] {
  try {
    return statSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder) : [];
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw new SavedToolError(
      "saving-failed",
      `the folder of saved tools cannot be read (${systemCode(error)}): its owner must mend it, or set MCP_BRIDGE_SAVED_TOOLS to another`,
      error,
    );
  }
}

/** What the files hold, or why that cannot be had. Never throws. */
export async function readToolFiles(files: readonly ToolFile[]): Promise<readonly SavedTool[]> {
  let room: number = savedToolLimits.totalBytes;
  return Promise.all(
    files.map(async (file, index) => {
      room -= file.problem === undefined ? file.bytes : 0;
      const tooMany = index >= savedToolLimits.tools || room < 0;
      return tooMany
        ? { name: file.name, problem: "there are too many saved tools: remove some" }
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
    // What stands there may have been replaced since it was looked at.
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
