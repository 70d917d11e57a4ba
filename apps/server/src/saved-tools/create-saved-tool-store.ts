// Stores each tool in a file `<name>.py`, in a folder that other processes may use at the same time. Files are written
// atomically, and every listing checks for changes. Nothing here runs or parses Python.
import { randomUUID } from "node:crypto";
import { link, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, moveFile, withFileLock } from "@mcp-code-execution/mcp-proxy-registry";
import {
  savedToolLimits,
  type SavedTool,
  type SavedToolSource,
  type SavedToolStore,
} from "@mcp-code-execution/sandbox-runtime";
import { findToolFiles, readToolFiles, type ReadTools } from "./read-tool-files.ts";
import { SavedToolError, systemCode } from "./saved-tool-error.ts";

/** Stores saved tools in a folder, which is created when the first one is saved. Throws SavedToolErrors. */
export function createSavedToolStore(folder: string): SavedToolStore {
  let known: { versions: string; tools: readonly SavedTool[]; files: ReadTools } | undefined;

  async function list(): Promise<readonly SavedTool[]> {
    const files = findToolFiles(folder);
    const versions = files.map(({ name, version }) => `${name} ${version}`).join("\n");
    if (known?.versions !== versions) {
      const tools = await readToolFiles(files, known?.files);
      const read = files.flatMap(({ name, version }, index) => {
        const tool = tools[index];
        return tool ? [[name, { version, tool }] as const] : [];
      });
      known = { versions, tools, files: new Map(read) };
    }
    return known.tools;
  }

  /** Tools are counted and added by one process at a time, even if several share the folder. */
  async function alone(
    what: string,
    signal: AbortSignal,
    work: () => Promise<void>,
  ): Promise<void> {
    signal.throwIfAborted();
    try {
      await makeFolder(folder);
      await withFileLock(join(folder, ".lock"), work, signal);
    } catch (error) {
      if (error instanceof SavedToolError || signal.aborted) throw error;
      throw failure(what, error);
    }
  }

  const save: SavedToolStore["save"] = async (tool, { overwrite, signal }) => {
    refuseTakenName(await list(), tool.name, overwrite);
    await alone(`${tool.name} could not be saved`, signal, () => write(tool, overwrite, signal));
  };

  async function write(
    tool: SavedToolSource,
    overwrite: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const tools = await list();
    refuseTakenName(tools, tool.name, overwrite);
    refuseWhereFull(tools, tool);
    const target = join(folder, `${tool.name}.py`);
    const temporary = join(folder, `.${tool.name}.${randomUUID()}.tmp`);
    try {
      await writeFile(temporary, tool.source, { mode: 0o600, flag: "wx" });
      signal.throwIfAborted();
      await (overwrite ? moveFile : publish)(temporary, target);
    } catch (error) {
      if (systemCode(error) === "EEXIST") throw taken(tool.name);
      throw error;
    } finally {
      await rm(temporary, { force: true }).catch(() => {});
    }
  }

  const remove: SavedToolStore["remove"] = async (name, { signal }) => {
    const tools = await list();
    if (!tools.some((tool) => tool.name === name)) {
      throw new SavedToolError(
        "unknown-saved-tool",
        `there is no saved tool '${name}': runtime.list_saved_tools() lists those that there are`,
      );
    }
    await alone(`${name} could not be removed`, signal, async () => {
      signal.throwIfAborted();
      await rm(join(folder, `${name}.py`), { force: true });
    });
  };

  return { list, save, remove };
}

/** Gives a file its name unless the name is taken, which a rename would not detect. */
async function publish(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    if (systemCode(error) === "EEXIST") throw error;
    await moveFile(temporary, target); // this file system does not support links
  }
}

function refuseTakenName(tools: readonly SavedTool[], name: string, overwrite: boolean): void {
  if (/^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(name)) {
    throw new SavedToolError(
      "saving-failed",
      `Windows has no file of the name '${name}': choose another with name=...`,
    );
  }
  const same = tools.find((tool) => tool.name.toLowerCase() === name.toLowerCase());
  if (same === undefined || (overwrite && same.name === name)) return;
  if (same.name === name) throw taken(name);
  throw new SavedToolError(
    "saved-tool-exists",
    `there is a saved tool '${same.name}' already, and some file systems cannot tell it from '${name}': choose another with name=...`,
  );
}

function taken(name: string): SavedToolError {
  return new SavedToolError(
    "saved-tool-exists",
    `there is a saved tool '${name}' already: replace it with overwrite=True, or choose another with name=...`,
  );
}

function refuseWhereFull(tools: readonly SavedTool[], { name, source }: SavedToolSource): void {
  const others = tools.filter((tool) => tool.name !== name);
  const bytes = others.reduce(
    (sum, tool) => sum + ("source" in tool ? Buffer.byteLength(tool.source) : 0),
    Buffer.byteLength(source),
  );
  if (others.length < savedToolLimits.tools && bytes <= savedToolLimits.totalBytes) return;
  throw new SavedToolError(
    "saving-failed",
    `${others.length} tools are saved, and there is no room for more: remove some with runtime.remove_saved_tool(name)`,
  );
}

function failure(what: string, error: unknown): SavedToolError {
  return new SavedToolError(
    "saving-failed",
    `${what} (${systemCode(error)}): the folder of saved tools must be writable; MCP_BRIDGE_SAVED_TOOLS names it`,
    error,
  );
}
