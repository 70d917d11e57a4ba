// All that the demo and its servers write is in one temporary folder, which `close` removes:
//   files/  what the filesystem server may touch     home/  stands in for the user's own folders
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface Workspace {
  readonly folder: string;
  readonly files: string;
  readonly memoryFile: string;
  /** Keeps a process out of the user's home, settings and temporary files. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Makes the folder and writes `files` (text by relative path) into it. */
export async function createWorkspace(files: Readonly<Record<string, string>>): Promise<Workspace> {
  // On macOS the temporary folder is behind a link, and the filesystem server compares real paths.
  const parent = await realpath(tmpdir());
  const folder = await mkdtemp(join(parent, "mcp-code-execution-demo-"));
  const home = join(folder, "home");
  const workspace: Workspace = {
    folder,
    files: join(folder, "files"),
    memoryFile: join(home, "memory.jsonl"),
    environment: {
      HOME: home,
      USERPROFILE: home,
      APPDATA: home,
      LOCALAPPDATA: home,
      TMPDIR: home,
      TEMP: home,
      TMP: home,
    },
    close,
    [Symbol.asyncDispose]: close,
  };

  async function close(): Promise<void> {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  try {
    await mkdir(home);
    await mkdir(workspace.files);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(workspace.files, path)), { recursive: true });
      await writeFile(join(workspace.files, path), text);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return workspace;
}
