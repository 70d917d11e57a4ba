// What code in the embedded sandbox can reach of this machine. Every attack also runs where it may succeed, and must.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createSandboxRuntime,
  type SandboxDriver,
  type SandboxRuntime,
} from "@mcp-code-execution/sandbox-runtime";
import { createEmbeddedDriver } from "../../src/drivers/embedded/embedded-driver.ts";
import { ending, guarded, unguarded } from "../confinement/attacks.ts";
import { createCanary, type Canary } from "../confinement/canary.ts";
import { pythonAttacks } from "../confinement/python-attacks.ts";
import { createWeakenedDriver, type WeakenedDriver } from "../confinement/weakened-driver.ts";
import { hostile, slug, type HostileCase } from "./hostile-case.ts";

let canary: Canary;
let onlyPermissions: WeakenedDriver;
let unconfined: WeakenedDriver;
const runtimes = new Map<SandboxDriver, SandboxRuntime>();
let embedded: SandboxDriver;

beforeAll(async () => {
  canary = await createCanary();
  embedded = createEmbeddedDriver();
  onlyPermissions = await createWeakenedDriver("globals", {});
  unconfined = await createWeakenedDriver("everything", {
    CANARY: canary.secret,
    DENO_DIR: `${canary.known["folder"]}/deno`,
    PATH: process.env["PATH"] ?? "",
    HOME: String(canary.known["folder"]),
  });
  runtimes.set(embedded, await createSandboxRuntime({ driver: embedded }));
  for (const driver of [onlyPermissions, unconfined]) {
    runtimes.set(driver, await createSandboxRuntime({ driver, memoryLimitBytes: 2 ** 31 }));
  }
});
afterAll(async () => {
  await Promise.all([...runtimes.values()].map((runtime) => runtime.close()));
  await onlyPermissions.close();
  await unconfined.close();
  await canary.close();
});

interface Attacked {
  succeeded: boolean;
  /** All that the host heard of the run: output, value, error. */
  heard: string;
  /** What the attack did to the canary. */
  connections: number;
  files: string[];
}

const contained = { succeeded: false, connections: 0, files: [] };

async function attack(driver: SandboxDriver, code: string): Promise<Attacked> {
  const runtime = runtimes.get(driver);
  if (!runtime) throw new Error(`no runtime of ${driver.name}`);
  const before = { connections: canary.connections(), files: await canary.files() };
  const outcome = await runtime
    .run(`known = ${JSON.stringify(canary.known)}\n${code}`, { timeoutMs: 10_000 })
    .catch((error: unknown) => ({ failed: String(error) }));
  const heard = JSON.stringify(outcome);
  return {
    succeeded: heard.includes(canary.secret) || heard.includes(canary.done),
    heard,
    connections: canary.connections() - before.connections,
    files: (await canary.files()).filter((name) => !before.files.includes(name)),
  };
}

const inspected = async (): Promise<boolean> =>
  fetch("http://127.0.0.1:9229/json").then(
    (answer) => answer.ok,
    () => false,
  );

/** From Python to JavaScript by the constructor of any function. */
const fromPython = (javascript: string): string => `
import js
from pyodide.ffi import to_js
make = to_js([1]).constructor.constructor("return Object.getPrototypeOf(async () => {}).constructor")()
attack = make.new("known", ${JSON.stringify(javascript)})
print(await asyncio.wait_for(attack(to_js(known, dict_converter=js.Object.fromEntries)), 5))`;

const contains = (name: string, protection: string): ReturnType<typeof hostile> =>
  hostile("embedded", { id: `1.js-${slug(name)}`, name, protection, checked: "control" });

/** Attacks by means that Windows has not, a shell in /bin or a signal: there they show nothing. */
const byPosix: ReadonlySet<string> = new Set([
  "Deno.Command",
  "node:child_process",
  "node:child_process shell",
  "Deno.kill of the parent",
  "Deno.dlopen",
  "Deno.listen on a Unix socket",
  "op_napi_open",
]);

describe.each(Object.entries(guarded))("%s", (name, javascript) => {
  const code = fromPython(javascript);
  const isVoid = process.platform === "win32" && byPosix.has(name);
  it.skipIf(isVoid)("reaches this machine where all is allowed", async () => {
    expect(await attack(unconfined, code)).toMatchObject({ succeeded: true });
  });
  it("is contained by Deno's permissions alone", async () => {
    expect(await attack(onlyPermissions, code)).toMatchObject(contained);
  });
  it("is contained", contains(name, "Deno's permissions"), async () => {
    expect(await attack(embedded, code)).toMatchObject(contained);
  });
});

describe.each(Object.entries(unguarded))("%s", (name, javascript) => {
  const code = fromPython(javascript);
  it("is there with Deno's permissions alone", async () => {
    expect(await attack(onlyPermissions, code)).toMatchObject({ succeeded: true });
  });
  it("is contained", contains(name, "the globals that are withdrawn"), async () => {
    expect(await attack(embedded, code)).toMatchObject(contained);
  });
});

describe.skipIf(process.platform === "win32").each(Object.entries(ending))(
  "%s",
  (name, javascript) => {
    const code = fromPython(javascript);
    it("reach this machine where all is allowed", async () => {
      expect(await attack(unconfined, code)).toMatchObject({ succeeded: true });
    });
    it("are contained by the limits of the process alone", async () => {
      expect(await attack(onlyPermissions, code)).toMatchObject(contained);
    });
    it("are contained", contains(name, "the process's own limits"), async () => {
      expect(await attack(embedded, code)).toMatchObject(contained);
    });
  },
);

describe.each(Object.entries(pythonAttacks))("%s", (name, code) => {
  it("reaches this machine where all is allowed", async () => {
    expect(await attack(unconfined, code)).toMatchObject({ succeeded: true });
  });
  it(
    "is contained",
    contains(name, "Deno's permissions and the globals that are withdrawn"),
    async () => {
      expect(await attack(embedded, code)).toMatchObject(contained);
    },
  );
});

describe.skipIf(process.platform === "win32")(
  "SIGUSR1, which Deno answers with its inspector",
  () => {
    const code = `
import js
from pyodide.ffi import to_js
await asyncio.sleep(1)
js.process.kill(js.process.pid, "SIGUSR1")
await asyncio.sleep(1)`;

    it("opens no port that stays", async ({ skip }) => {
      skip(await inspected(), "something else listens on the inspector's port");
      const control = runtimes.get(unconfined)?.session("inspected");
      await control?.run(code);
      expect(await inspected()).toBe(true);
      await control?.close();
      for (const driver of [onlyPermissions, embedded]) {
        await attack(driver, code);
        expect(await inspected()).toBe(false);
      }
    });
  },
);

const places: HostileCase = {
  id: "8.places",
  name: "where the sandbox's files lie on this machine, by the interpreter's settings and by relative URLs",
  protection: "settings that name places are removed, and the thread's own URL names none",
  checked: "mutation",
};

it(`[${places.id}] ${places.name}`, hostile("embedded", places), async () => {
  const runtime = runtimes.get(embedded);
  const outcome = await runtime?.run(`
import gc, os, sys, js, pyodide_js
seen = [sys.executable, sys.argv, sys.orig_argv, sys.path, dict(os.environ), os.getcwd(), js.Error.new("x").stack]
config = pyodide_js._api.config
seen += [str(getattr(config, name)) for name in js.Object.keys(config)]
manager = pyodide_js._api.packageManager
seen += [str(getattr(manager, name)) for name in js.Object.keys(manager)]
seen += [pyodide_js._module.thisProgram, pyodide_js.lockfileBaseUrl]
try: js.Object.nothing.of.it
except Exception as error: seen += [repr(error)]
try: js.Reflect.ownKeys(1)
except Exception as error: seen += [str(error), str(error.stack)]
for url in ("", "#here", "file", "/"):
    for use in (js.Request.new, js.Response.redirect, js.fetch):
        try:
            used = use(url)
            seen += [used.headers.get("location") or used.url if hasattr(used, "headers") else await used]
        except Exception as error: seen += [str(error)]
print(seen, [text for text in gc.get_objects() if isinstance(text, str)])`);
  const heard = JSON.stringify(outcome);
  expect(heard).toContain("/workspace");
  for (const place of [import.meta.dirname, process.execPath, "node_modules", "file:///"]) {
    expect(heard).not.toContain(place);
  }
});
