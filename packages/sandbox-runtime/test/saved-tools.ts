// Saved tools, as every runtime must have them: a part of the contract.
import { describe, expect, it } from "vitest";
import type { RunOutcome, SandboxRuntime } from "@mcp-code-execution/sandbox-runtime";

export function testSavedTools(runtime: () => SandboxRuntime): void {
  // Two sessions share nothing but what the host keeps.
  const here = (code: string): Promise<RunOutcome> =>
    runtime().run(`from mcp import runtime\n${code}`, { session: "default" });
  const there = (code: string): Promise<RunOutcome> =>
    runtime().run(`from mcp import runtime\n${code}`, { session: "saved" });
  const ask = async (method: string, params: string): Promise<string | undefined> =>
    (await here(`from mcp import connection\nawait connection.request('${method}', ${params})`))
      .error?.type;
  const refusal = async (code: string): Promise<string> => {
    const { error } = await here(code);
    expect(error?.type, code).toBe("SavedToolError");
    return error?.message ?? "";
  };

  describe("saved tools", () => {
    it("are there in the same run, in the next, and in other sessions", async () => {
      const saving = await here(
        `def greet(name: str, times=2) -> str:
    """Says hello.

    More about it."""
    return ' '.join(['hello', name] * times)

print(await runtime.save_tool(greet))
from saved import greet as again
again('a', times=1)`,
      );
      expect(saving.value).toBe("'hello a'");
      expect(saving.output[0]?.text).toBe(
        "{'name': 'greet', 'description': 'Says hello.', 'signature': 'def greet(name: str, times=2) -> str'}\n",
      );
      expect((await here("import saved\nsaved.greet('b')")).value).toBe("'hello b hello b'");
      expect((await there("from saved import greet\ngreet('c', 1)")).value).toBe("'hello c'");
    });

    it("take the imports along that their code needs", async () => {
      await here("import os.path as p, math\nfrom math import pi as PI, sqrt\nimport collections");
      await here(
        `def circle(radius, scale=PI):
    def root(x): return [sqrt(y) for y in (x, x)]
    return scale * radius, root(4), p.join('a', 'b'), math.floor(PI), json.dumps([asyncio.iscoroutine(1)])
await runtime.save_tool(circle)`,
      );
      expect((await there("from saved import circle\ncircle(0)")).value).toBe(
        "(0.0, [2.0, 2.0], 'a/b', 3, '[false]')",
      );
    });

    it("call servers, whichever way they name them", async () => {
      await here(
        `from mcp.servers.echo_server import echo
async def calls(x):
    return await asyncio.gather(
        echo(x=x), mcp_echo_server.echo(x=x), mcp_servers['echo-server'].call_tool('echo', {'x': x}))
await runtime.save_tool(calls)`,
      );
      expect((await there("from saved import calls\nawait calls(1)")).value).toBe(
        "[{'x': 1}, {'x': 1}, {'x': 1}]",
      );
    });

    it("use each other", async () => {
      await here("def inner(): return 1\nawait runtime.save_tool(inner)");
      await here("from saved import inner\ndef outer(): return inner() + 1");
      await here("await runtime.save_tool(outer)");
      await here("def inner(): return 10\nawait runtime.save_tool(inner, overwrite=True)");
      expect((await there("from saved import outer\nouter()")).value).toBe("11");
      expect(
        await refusal(
          "from saved import outer\ndef inner(): return outer()\nawait runtime.save_tool(inner, overwrite=True)",
        ),
      ).toContain("circle");
      expect((await there("from saved import outer\nouter()")).value).toBe("11");
    });

    it("keep a name unless told to overwrite it, and may take another", async () => {
      await here("def one(): return 1\nawait runtime.save_tool(one)");
      expect(await refusal("def one(): return 2\nawait runtime.save_tool(one)")).toContain("'one'");
      expect((await there("from saved import one\none()")).value).toBe("1");
      await here("await runtime.save_tool(one, overwrite=True)");
      expect((await there("from saved import one\none()")).value).toBe("2");
      await here(
        `if True:
    def fac(n):
        """Multi
      line"""
        return n * fac(n - 1) if n else 1
await runtime.save_tool(fac, name='factorial')`,
      );
      expect(
        (await there("from saved import factorial\nfactorial(5), 'Multi\\n' in factorial.__doc__"))
          .value,
      ).toBe("(120, True)");
    });

    it.each([
      [
        "a helper and data",
        "LIMIT = 3\ndef helper(): pass\ndef f(): return helper(), LIMIT",
        "f",
        "it uses LIMIT and helper of this session",
      ],
      [
        "data in a default",
        "LIMIT = 3\ndef f(x=LIMIT): return x",
        "f",
        "it uses LIMIT of this session",
      ],
      [
        "an import that was replaced since",
        "from math import pi\npi = 3\ndef f(): return pi",
        "f",
        "it uses pi of this session",
      ],
      [
        "a name nobody defines",
        "def f(): return [nowhere for _ in range(3)]",
        "f",
        "it uses nowhere, which nothing defines",
      ],
      [
        "a variable of the function around",
        "def around():\n  x = 1\n  def f(): return x\n  return f",
        "around()",
        "make that an argument",
      ],
      [
        "a file of the session",
        "open('own.py', 'w').write('a = 1')\nimport own\ndef f(): return own.a",
        "f",
        "/workspace/own.py",
      ],
      ["a lambda", "", "lambda: 1", "write it with def"],
      ["a builtin", "", "len", "write a function"],
      ["a class", "class C: pass", "C", "it is a class"],
      ["a bound method", "class C:\n  def m(self): pass", "C().m", "it is a method"],
      ["a method", "class C:\n  def m(self): pass", "C.m", "it is a method"],
      [
        "a decorated function",
        "import functools\n@functools.cache\ndef f(): pass",
        "f",
        "it has a decorator",
      ],
      ["a tool of a server", "", "mcp_echo_server.echo", "write a function"],
      ["a function made by exec", "exec('def f(): pass')", "f", "define it in a cell"],
      [
        "what cannot be loaded again",
        "def f(x=1/0 if __name__ == 'saved' else 1): pass",
        "f",
        "ZeroDivisionError",
      ],
    ])("refuse %s", async (_, define, expression, why) => {
      expect(await refusal(`${define}\nawait runtime.save_tool(${expression})`)).toContain(why);
    });

    it("refuse names that cannot be imported, and sources that are too long", async () => {
      for (const name of ["class", "a-b", "../up", "__path__", "é", ""]) {
        expect(
          await refusal(`def f(): pass\nawait runtime.save_tool(f, name=${JSON.stringify(name)})`),
        ).toContain("cannot be the name of a saved tool");
      }
      const long = await here(
        `def f():\n  '''${"x".repeat(100_000)}'''\nawait runtime.save_tool(f)`,
      );
      expect(long.error).toMatchObject({ type: "InvalidArgumentsError" });
      expect(long.error?.message).toContain("at most 100000 bytes");
    });

    it("are refused by the host, too, where the sandbox should have refused them", async () => {
      expect(await ask("saved.save", "name='../up', source='x'")).toBe("InvalidArgumentsError");
      expect(await ask("saved.save", "name='x\\n', source='x'")).toBe("InvalidArgumentsError");
      expect(await ask("saved.save", "name='x', source=1")).toBe("InvalidArgumentsError");
      expect(await ask("saved.remove", "name='../up'")).toBe("InvalidArgumentsError");
    });

    it("are listed with description and signature, and say what is wrong with them", async () => {
      await here(`async def shout(text, /, *rest, loud: bool = True):
    """Shouts."""
await runtime.save_tool(shout)`);
      const { value } = await there(
        "[t for t in await runtime.list_saved_tools() if t['name'] in ('shout', 'unreadable')]",
      );
      expect(value).toContain(
        "{'name': 'shout', 'description': 'Shouts.', 'signature': 'async def shout(text, /, *rest, loud: bool=True)'}",
      );
      expect(value).toContain("'description': 'broken: its file cannot be read'");
      const { value: printed } = await there("await runtime.list_saved_tools()");
      expect(printed?.split("\n")).toEqual(
        expect.arrayContaining([
          "async def shout(text, /, *rest, loud: bool=True)  # Shouts.",
          "unreadable  # broken: its file cannot be read",
        ]),
      );
      expect((await there("from saved import unreadable")).error).toMatchObject({
        type: "SavedToolImportError",
        message: expect.stringContaining("its file cannot be read"),
      });
    });

    it("say which name was meant", async () => {
      await here("def summarize(): pass\nawait runtime.save_tool(summarize)");
      const imported = await there("from saved import sumarize");
      expect(imported.error).toMatchObject({
        type: "ImportError",
        message: expect.stringContaining("Did you mean 'summarize'?"),
      });
      expect(imported.error?.traceback).not.toMatch(/kernel|mcp.saved|importlib/);
      expect((await there("import saved\nsaved.sumarize")).error?.type).toBe("AttributeError");
      expect(
        (await there("import saved\nhasattr(saved, 'x'), 'summarize' in dir(saved)")).value,
      ).toBe("(False, True)");
      expect((await there("import saved.summarize")).error?.message).toContain(
        "from saved import summarize",
      );
    });

    it("are not hidden by a file of the session", async () => {
      await here("def visible(): return 1\nawait runtime.save_tool(visible)");
      const { value } = await there(
        "open('saved.py', 'w').write('visible = None')\nimport sys\nsys.modules.pop('saved', None)\nfrom saved import visible\nvisible()",
      );
      expect(value).toBe("1");
    });

    it("show their own lines in a traceback and yield to an interrupt", async () => {
      await here("async def breaks():\n    return 1 / 0\nawait runtime.save_tool(breaks)");
      const { error } = await there("from saved import breaks\nawait breaks()");
      expect(error?.traceback).toContain('File "<saved breaks>", line 2');
      expect(error?.traceback).toContain("return 1 / 0");
      await here("async def spins():\n    while True: pass\nawait runtime.save_tool(spins)");
      const spinning = await runtime().run(
        "from saved import spins\nawait asyncio.gather(spins(), asyncio.sleep(60))",
        { session: "saved", timeoutMs: 300 },
      );
      expect(spinning).toMatchObject({ status: "timeout", stateLost: false });
    });

    it("are gone everywhere once they are removed", async () => {
      await here("def brief(): pass\nawait runtime.save_tool(brief)");
      expect((await there("from saved import brief")).status).toBe("ok");
      const removal = await here(
        "await runtime.remove_saved_tool('brief')\nfrom saved import brief",
      );
      expect(removal.error?.type).toBe("ImportError");
      expect((await there("from saved import brief")).error?.type).toBe("ImportError");
    });

    it("are named in a warning where saving was not awaited", async () => {
      const { output } = await here("def f(): pass\nruntime.save_tool(f)\n1");
      expect(output[0]?.text).toContain("runtime.save_tool(...) was never awaited");
    });
  });
}
