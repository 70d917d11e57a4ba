import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { fileAuthStore } from "./file-auth-store.ts";

const url = "https://example.com/mcp?key=in-the-url";
const isPosix = process.platform !== "win32";
let folder: string;

beforeEach(async () => {
  const root = await mkdtemp(join(tmpdir(), "store-"));
  folder = join(root, "deep", "logins");
  return () => rm(root, { recursive: true, force: true });
});

async function fileOf(place: string): Promise<string> {
  const names = await readdir(place);
  return join(place, names.find((name) => name.endsWith(".json")) ?? "");
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

describe("logins in files", () => {
  it("are kept one for each URL, until they are removed", async () => {
    const store = fileAuthStore(folder);
    expect(await store.read(url)).toBeUndefined();
    expect(await store.remove(url)).toBe(false);
    await store.write(url, "one");
    await store.write("https://example.com/mcp", "another");
    await store.write(url, "two");
    expect(await fileAuthStore(folder).read(url)).toBe("two");
    expect(await store.remove(url)).toBe(true);
    expect(await store.read(url)).toBeUndefined();
    const left = await readdir(folder);
    expect(left).toEqual([expect.stringMatching(/^example\.com-[0-9a-f]{16}\.json$/)]);
  });

  it.runIf(isPosix)("are the user's alone, and become so where they were not", async () => {
    const store = fileAuthStore(folder);
    await store.write(url, "secret");
    const path = await fileOf(folder);
    expect([await modeOf(folder), await modeOf(path)]).toEqual([0o700, 0o600]);
    await chmod(path, 0o644);
    await chmod(folder, 0o755);
    expect(await store.read(url)).toBe("secret");
    expect(await modeOf(path)).toBe(0o600);
    await store.write(url, "secret");
    expect([await modeOf(folder), await modeOf(path)]).toEqual([0o700, 0o600]);
  });

  it.runIf(isPosix)("are not read through a link, nor written through one", async () => {
    const store = fileAuthStore(folder);
    await store.write(url, "secret");
    const path = await fileOf(folder);
    const elsewhere = join(folder, "..", "elsewhere");
    await writeFile(elsewhere, "theirs");
    await rm(path);
    await symlink(elsewhere, path);
    await expect(store.read(url)).rejects.toMatchObject({ code: "login-failed" });
    await store.write(url, "mine");
    expect(await store.read(url)).toBe("mine");
  });

  it("say where they are when they cannot be kept", async () => {
    await mkdir(join(folder, ".."), { recursive: true });
    await writeFile(folder, "a file in the way");
    await expect(fileAuthStore(folder).write(url, "x")).rejects.toThrow(
      `The folder of logins is ${folder}`,
    );
  });

  it("are whole while others write them", async () => {
    const [long, short] = ["a".repeat(200_000), "b"];
    const stores = [fileAuthStore(folder), fileAuthStore(folder)];
    await stores[0]?.write(url, short);
    const writing = Promise.all(
      stores.flatMap((store) => [store.write(url, long), store.write(url, short)]),
    );
    for (let round = 0; round < 20; round++) {
      expect([long, short]).toContain(await stores[0]?.read(url));
    }
    await writing;
    expect(await readdir(folder)).toHaveLength(1);
  });
});

describe("exclusive work", () => {
  it("is done one after another, also after one that failed", async () => {
    const stores = [fileAuthStore(folder), fileAuthStore(folder)];
    let under = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++under);
      await new Promise((resolve) => setTimeout(resolve, 5));
      under -= 1;
      throw new Error("it failed");
    };
    const all = await Promise.allSettled(
      stores.flatMap((store) => [store.exclusively(url, work), store.exclusively(url, work)]),
    );
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => "rejected"));
    expect(most).toBe(1);
  });

  it("waits for another process, and takes over from one that was killed", async () => {
    const store = fileAuthStore(folder);
    await store.write(url, "x");
    const holder = spawn(
      process.execPath,
      [
        "-e",
        // What a holder does, in its own words.
        `const fs = require("node:fs"), lock = ${JSON.stringify(`${await fileOf(folder)}.lock`)};
         fs.mkdirSync(lock); fs.writeFileSync(lock + "/me", ""); console.log("held");
         setInterval(() => fs.utimesSync(lock + "/me", new Date(), new Date()), 1000);`,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await once(holder.stdout, "data");
    let isDone = false;
    const work = store.exclusively(url, async () => {
      isDone = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(isDone).toBe(false);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    // As if it had been dead for long.
    await utimes(join(`${await fileOf(folder)}.lock`, "me"), 0, 0);
    await work;
    expect(isDone).toBe(true);
  });
});
