// What stands in the place of files that we read, and that servers and other programs may write to.
import { execFileSync } from "node:child_process";
import {
  mkdtemp,
  readdir,
  realpath,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig, watchConfig, type ConfigChange } from "@mcp-code-execution/config";
import { fileAuthStore } from "@mcp-code-execution/mcp-proxy-registry";
import { afterEach, beforeEach, describe, expect, vi } from "vitest";
import { readTextFile } from "../../src/commands/init/read-text-file.ts";
import { preparePrivateFile } from "../../src/observability/audit/private-file.ts";
import { createSavedToolStore } from "../../src/saved-tools/create-saved-tool-store.ts";
import { readToolFiles } from "../../src/saved-tools/read-tool-files.ts";
import { defineCase } from "./hostile-case.ts";

let folder: string;
const at = (name: string): string => join(folder, name);
const huge = 200_000_000;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "odd-files-")));
  execFileSync("mkfifo", [at("pipe")]);
  await symlink("/dev/zero", at("device"));
  await writeFile(at("huge"), "");
  // It has holes, so that it takes no room.
  await truncate(at("huge"), huge);
});
afterEach(() => rm(folder, { recursive: true }));

const here = (file: string) =>
  ({
    environment: { MCP_BRIDGE_CONFIG: at(file) },
    workingDirectory: folder,
    homeDirectory: folder,
    platform: "linux",
    ownEntryPaths: [],
  }) as const;
const servers = (name: string): string =>
  JSON.stringify({ servers: { [name]: { command: name } } });

async function problemOf(file: string): Promise<string> {
  const { problems } = await loadConfig(here(file));
  return problems.map(({ message }) => message).join("\n");
}

async function savedProblem(file: string): Promise<unknown> {
  // As it is when the file was another one a moment ago.
  const found = { name: "tool", path: at(file), bytes: 1, version: "1" };
  return (await readToolFiles([found]))[0];
}

/** What systems say of a new folder where there can be none. */
const refused = /ENOTDIR|ENOENT|EPERM|EACCES|EROFS/;

async function saveTool(inFolder: string): Promise<void> {
  const tool = { name: "tool", source: "def tool(): pass" };
  const signal = new AbortController().signal;
  await createSavedToolStore(inFolder).save(tool, { overwrite: false, signal });
}

async function readLogin(file: string): Promise<string | undefined> {
  const store = fileAuthStore(at("logins"));
  await store.write("https://example.com/", "{}");
  const [name = ""] = await readdir(at("logins"));
  await rename(at(file), join(at("logins"), name));
  return store.read("https://example.com/");
}

// Windows has neither pipes nor devices among its files.
describe.skipIf(process.platform === "win32")("odd files", () => {
  defineCase(
    "host",
    {
      id: "4.odd-files",
      name: "a pipe, a device or a huge file where a file is read",
      protection: "regular files alone are read, without waiting for others and within a length",
      checked: "mutation",
    },
    async () => {
      const before = process.memoryUsage().rss;
      for (const file of ["pipe", "device"]) {
        expect(await problemOf(file)).toContain(`${at(file)}: It is not a regular file`);
        await expect(readTextFile(at(file))).rejects.toThrow("not a regular file");
        expect(await savedProblem(file)).toEqual({ name: "tool", problem: "it is no file" });
      }
      expect(await problemOf("huge")).toContain("more than 1000000 bytes");
      await expect(readTextFile(at("huge"))).rejects.toThrow("larger than 20 MB");
      expect(await savedProblem("huge")).toEqual({
        name: "tool",
        problem: "its file is longer than 100000 bytes",
      });
      expect(process.memoryUsage().rss - before).toBeLessThan(huge * 2);
      await expect(readLogin("pipe")).rejects.toThrow("remove it");
    },
  );

  defineCase(
    "host",
    {
      id: "4.odd-files",
      name: "a pipe, a device or the system's own folder where a folder is made",
      protection: "folders are made one by one, and none again after it was refused",
      checked: "mutation",
    },
    async () => {
      // On Linux /proc exists, and says of every new folder in it that there is no such folder.
      for (const place of [at("pipe"), at("device"), "/dev/null", "/proc"]) {
        const inside = join(place, "new", "folder");
        await expect(saveTool(inside)).rejects.toThrow(/the (?:folder|place) of saved tools/);
        await expect(preparePrivateFile(join(inside, "log"))).rejects.toThrow(refused);
        await expect(fileAuthStore(inside).write("https://example.com/", "{}")).rejects.toThrow(
          refused,
        );
      }
    },
  );

  defineCase(
    "host",
    {
      id: "4.odd-files",
      name: "a pipe in the place of a configuration that is followed",
      protection: "the servers stay as they were, it is said, and the next file is read",
      checked: "mutation",
    },
    async () => {
      await writeFile(at("config.json"), servers("one"));
      const options = here("config.json");
      const changes: ConfigChange[] = [];
      const since = await loadConfig(options);
      using _watcher = await watchConfig({
        ...options,
        since,
        onChange: (change) => changes.push(change),
      });
      await rename(at("pipe"), at("config.json"));
      await vi.waitFor(() => expect(changes).toHaveLength(1), 10_000);
      expect(changes[0]?.problems[0]?.message).toContain("It is not a regular file");
      expect(Object.keys(changes[0]?.servers ?? {})).toEqual(["one"]);
      await writeFile(at("next"), servers("two"));
      await rename(at("next"), at("config.json"));
      await vi.waitFor(
        () => expect(Object.keys(changes[1]?.servers ?? {})).toEqual(["two"]),
        10_000,
      );
    },
  );
});
