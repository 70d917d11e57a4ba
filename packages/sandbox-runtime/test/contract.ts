// What every runtime must do. The same suite runs, unchanged, against each of them.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createSandboxRuntime,
  type RunOutcome,
  type SandboxError,
  type SandboxRuntime,
  type SandboxRuntimeOptions,
} from "@mcp-code-execution/sandbox-runtime";
import { createRecordingHost, type RecordingHost } from "./recording-host.ts";
import { testOffers } from "./offers.ts";
import { testReports } from "./reports.ts";
import { testSavedTools } from "./saved-tools.ts";

export function testRuntime(name: string, options: SandboxRuntimeOptions): void {
  describe(`${name} runtime`, () => {
    let runtime: SandboxRuntime;
    let host: RecordingHost;

    beforeAll(async () => {
      host = createRecordingHost();
      runtime = await createSandboxRuntime({ ...options, host, graceMs: 2_000 });
    });
    afterAll(async () => {
      await runtime.close();
    });

    const run = (code: string, session?: string): Promise<RunOutcome> =>
      runtime.run(code, { session });
    const inHiding = (code: string): Promise<RunOutcome> => run(code, "hiding");
    describe("cells", () => {
      it("shows the value of the last expression and keeps it in _", async () => {
        expect(await run("6 * 7")).toMatchObject({ status: "ok", value: "42", stateLost: false });
        expect((await run("_ + 1")).value).toBe("43");
      });

      it("shows nothing for None, for statements, and after a semicolon", async () => {
        for (const code of ["None", "x = 1", "1;", "", "# only a comment"]) {
          expect((await run(code)).value, code).toBeUndefined();
        }
      });

      it("keeps variables, imports, functions, classes and files between runs", async () => {
        await run("import math\nvalue = [1]\ndef double(x): return 2 * x\nclass Point: pass");
        await run(
          "open('kept.txt', 'w').write('still here')\nopen('/tmp/also.txt', 'w').write('and here')",
        );
        const later = await run(
          "value.append(double(2)); value, math.pi > 3, Point.__name__, open('kept.txt').read(), open('/tmp/also.txt').read()",
        );
        expect(later.value).toBe("([1, 4], True, 'Point', 'still here', 'and here')");
      });

      it("starts in /workspace and imports modules from there", async () => {
        await run("open('mine.py', 'w').write('answer = 42')");
        expect((await run("import os, mine; os.getcwd(), mine.answer")).value).toBe(
          "('/workspace', 42)",
        );
      });

      it("keeps what a cell sets for its context, such as the precision of decimal", async () => {
        await run("import decimal\ndecimal.getcontext().prec = 5", "context");
        await run(
          "import contextvars\nown = contextvars.ContextVar('own')\ntoken = own.set('set')",
          "context",
        );
        const { value } = await run("own.get(), str(decimal.Decimal(1) / 3)", "context");
        expect(value).toBe("('set', '0.33333')");
        expect((await run("own.reset(token)\nown.get('unset')", "context")).value).toBe("'unset'");
      });

      it("awaits at top level, awaits an awaitable last value, and lets asyncio.run stand for await", async () => {
        await run("import asyncio\nasync def f(x):\n  await asyncio.sleep(0)\n  return x");
        expect((await run("a = await f('awaited'); a")).value).toBe("'awaited'");
        expect((await run("f('last')")).value).toBe("'last'");
        expect((await run("asyncio.run(f('run'))")).value).toBe("'run'");
        expect((await run("[await f(i) for i in range(3)]")).value).toBe("[0, 1, 2]");
        expect((await run("from asyncio import run as go\ngo(f('go'))")).value).toBe("'go'");
      });

      it("has the compiler read a line once, and sees what kind it is all the same", async () => {
        await run("import sys\nread = []", "lines");
        await run(
          "sys.addaudithook(lambda name, values: name == 'compile' and read.append(values))",
          "lines",
        );
        for (const [code, value] of [
          ["sum(range(4))", "6"],
          ["await asyncio.sleep(0, 'slept')", "'slept'"],
          ["(lambda x: x)('given')", "'given'"],
          ["asyncio.sleep(0, 'later')", "'later'"],
          ["*range(2), 2", "(0, 1, 2)"],
          ["1 + 1  # twice;", undefined],
          ["1 + 1;", undefined],
          ["if True: 5", undefined],
          ["import math", undefined],
        ] as const) {
          expect((await run(code, "lines")).value, code).toBe(value);
        }
        const { error, value } = await run("1 is 1 +", "lines");
        expect([error?.type, value]).toEqual(["SyntaxError", undefined]);
        expect((await run("'\\d', 1 is 1", "lines")).output).toMatchObject([
          { stream: "stderr", text: expect.not.stringMatching(/(SyntaxWarning[^]*){3}/) },
        ]);
        expect((await run("1if x", "lines")).output).toMatchObject([
          { stream: "stderr", text: expect.not.stringMatching(/(SyntaxWarning[^]*){2}/) },
        ]);
        await run("read.clear()", "lines");
        expect((await run("len(read)", "lines")).value).toBe("1");
      });

      it("leaves a call of another function that is called run as it is", async () => {
        for (const [others, value] of [
          ["def run(x): return x\ndef g():\n  from asyncio import run", "5"],
          ["from asyncio import run\ndef run(x): return x", "5"],
          ["from asyncio import run\nrun = str", "'5'"],
          ["if False: from asyncio import run\nfrom builtins import str as run", "'5'"],
          ["import asyncio as aio\nclass aio:\n  run = str\nrun = aio.run", "'5'"],
        ]) {
          expect((await run(`${others}\nrun(5)`)).value).toBe(value);
        }
      });

      it("takes code as it is pasted: fenced, indented, with a notebook's plotting line", async () => {
        expect((await run("```python\nx = 2\nx + 1\n```\n")).value).toBe("3");
        expect((await run("    y = 3\n    if y:\n        y += 1\n    y")).value).toBe("4");
        expect((await run("%matplotlib inline\nx + y")).value).toBe("6");
        const { error } = await run("```\nx = 2\nx +\n```");
        expect(error?.traceback).toContain("```");
      });

      it("changes no more of pasted code than must be, and reads it in time", async () => {
        const text = "'''a\n  \n    b'''";
        const { value } = await run(text);
        expect((await run(`\`\`\`\n${text}\n\`\`\``)).value).toBe(value);
        expect((await run(`%matplotlib inline\n${text}`)).value).toBe(value);
        const cell = "'''\n%matplotlib inline\n  %matplotlib inline\n'''";
        expect((await run(`%matplotlib inline\n${cell}`)).value).toBe((await run(cell)).value);
        const among =
          'matplotlib = 3\nif True:\n  # first\n  %matplotlib inline\n  x = (5\n    %matplotlib)\n%matplotlib notebook  # don\'t\nf"""\n%matplotlib {x}"""';
        expect((await run(among)).value).toBe(String.raw`'\n%matplotlib 2'`);
        expect((await run(`\n    # a text\n    ${text}`)).value).toBe(String.raw`'a\n  \nb'`);
        const unreadable = "\ré\\=éf'''\n%matplotlib inline\nx";
        for (const none of [`\`\`\`\n${" ".repeat(1_000_000)}\nx`, unreadable]) {
          expect((await run(none)).error?.type).toBe("SyntaxError");
        }
      });

      it("lets loop.run_until_complete stand for await", async () => {
        const { value } = await run(
          "loop = asyncio.get_event_loop()\nloop.run_until_complete(asyncio.sleep(0, 'done'))",
        );
        expect(value).toBe("'done'");
      });

      it("says which task failed with nobody to see it, in the user's own lines", async () => {
        const shown = printed(
          await run(
            "async def fail():\n  await asyncio.sleep(0)\n  1 / 0\ntask = asyncio.create_task(fail())\nawait asyncio.sleep(0.05)\ndel task\nimport gc; gc.collect();",
          ),
        );
        expect(shown).toMatch(
          /^A task failed while nothing awaited it:\nTraceback .*\n {2}File "<cell \d+>", line 3, in fail\n/,
        );
        expect(shown).toContain("ZeroDivisionError");
      });

      it("says it as soon as nothing has the task, which does not hold itself", async () => {
        const outcome = await run(
          "import gc; gc.disable()\nasync def fail(): 1 / 0\nasyncio.create_task(fail())\nawait asyncio.sleep(0.05)\ngc.enable()",
        );
        expect(printed(outcome)).toContain("A task failed while nothing awaited it:");
      });

      it("says nothing of a task's error that is caught later", async () => {
        const outcome = await run(
          "async def fail():\n  1 / 0\ntask = asyncio.create_task(fail())\nawait asyncio.sleep(0.05)\ntry: await task\nexcept ZeroDivisionError: print('caught')",
        );
        expect(printed(outcome)).toBe("caught\n");
      });

      it("has tasks made by the factory that code has set, with their names", async () => {
        const { value } = await run(`
loop = asyncio.get_running_loop()
class Own(asyncio.Task): pass
loop.set_task_factory(lambda loop, coroutine, **options: Own(coroutine, loop=loop, **options))
try: task = asyncio.create_task(asyncio.sleep(0, "done"), name="first")
finally: loop.set_task_factory(None)
type(task).__name__, task.get_name(), await task`);
        expect(value).toBe("('Own', 'first', 'done')");
      });

      it("runs as __main__, where pickle and inspect find what was defined", async () => {
        await run("import pickle, inspect\ndef greet():\n    return 'hi'");
        expect(
          (await run("__name__, pickle.loads(pickle.dumps(greet))(), inspect.getsource(greet)"))
            .value,
        ).toBe("('__main__', 'hi', \"def greet():\\n    return 'hi'\")");
      });
    });

    describe("output", () => {
      it("keeps stdout and stderr in the order in which they were printed", async () => {
        const { output } = await run(
          "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')\nsys.stderr.write('d\\n')",
        );
        expect(output).toEqual([
          { stream: "stdout", text: "a\n" },
          { stream: "stderr", text: "b\n" },
          { stream: "stdout", text: "c\n" },
          { stream: "stderr", text: "d\n" },
        ]);
      });

      it("captures what C code writes, in order with what Python prints", async () => {
        const outcome = await run(
          "import os\nprint('one')\nos.write(1, b'two\\n')\nprint('three')\n_ = os.write(2, b'four\\n')",
        );
        expect(outcome.output).toEqual([
          { stream: "stdout", text: "one\ntwo\nthree\n" },
          { stream: "stderr", text: "four\n" },
        ]);
      });

      it("captures C's own buffered stdout", async () => {
        expect(printed(await run("import ctypes\n_ = ctypes.CDLL(None).puts(b'from C')"))).toBe(
          "from C\n",
        );
      });

      it("lets C code call functions of Python", async () => {
        const { value } = await run(`
import ctypes
numbers = ctypes.POINTER(ctypes.c_int)
order = ctypes.CFUNCTYPE(ctypes.c_int, numbers, numbers)(lambda a, b: a[0] - b[0])
array = (ctypes.c_int * 4)(3, 1, 4, 2)
ctypes.CDLL(None).qsort(array, 4, 4, order)
list(array)`);
        expect(value).toBe("[1, 2, 3, 4]");
      });

      it("carries any text: other scripts, NUL, lone surrogates, bytes that are no UTF-8", async () => {
        const outcome = await run(
          "import os\nprint('日本語 🎉 \\x00|\\ud800|')\n_ = os.write(1, b'\\xff|\\n')",
        );
        expect(printed(outcome)).toBe("日本語 🎉 \x00|\\ud800|\n\ufffd|\n");
      });

      it.each([
        ["with sys.stdout as file: print('1', file=file)", "1\n"],
        ["sys.stdout.close(); sys.stderr.close()", ""],
        ["sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8'); print('é')", "é\n"],
        ["sys.stdout = io.TextIOWrapper(sys.stdout.detach()); print('2'); 1 / 0", "2\n"],
        ["out = sys.stdout; out.detach(); sys.stdout = sys.__stdout__; print('3')", "3\n"],
        ["sys.stdout = io.StringIO(); print('kept back'); sys.stdout = sys.__stdout__", ""],
        ["sys.stdout = open(1, 'w', closefd=False); print('4'); exit()", "4\n"],
      ])("goes on after %s", async (code, expected) => {
        expect(printed(await run(`import io, sys\n${code}`, "streams"))).toBe(expected);
        const next = "sys.stdout = sys.__stdout__\nprint('next')\nprint('error', file=sys.stderr)";
        expect(printed(await run(next, "streams"))).toBe("next\nerror\n");
      });

      it("says once where it goes to another stream, of which nothing comes back", async () => {
        const away = await run("import io, sys\nsys.stdout = io.StringIO()\nprint('x')", "away");
        expect(printed(away)).toMatch(/^Warning: sys\.stdout is another stream now, .*undoes that/);
        expect(printed(await run("print('y')", "away"))).toBe("");
        expect((await run("sys.stdout.getvalue()", "away")).value).toBe("'x\\ny\\n'");
        const none = await run("sys.stdout = None", "away");
        expect(printed(none)).toContain("`sys.stdout = sys.__stdout__` undoes that");
        const back = await run("sys.stdout = sys.__stdout__\nprint('back')", "away");
        expect(printed(back)).toBe("back\n");
      });

      it("may go through another stream", async () => {
        const tee =
          "import sys\nclass Tee:\n  def write(self, text): return sys.__stdout__.write(text.upper())\nsys.stdout = Tee()";
        expect(printed(await run(`${tee}\nprint('a')`, "tee"))).toBe("A\n");
        expect(printed(await run("print('b')", "tee"))).toBe("B\n");
      });

      it("sends output while the code is still running", async () => {
        const chunks: string[] = [];
        let seenBeforeEnd = "";
        const running = runtime.run("import time\nprint('early')\ntime.sleep(0.5)\nprint('late')", {
          onOutput: ({ text }) => chunks.push(text),
        });
        await expect.poll(() => chunks.join("")).toBe("early\n");
        seenBeforeEnd = chunks.join("");
        await running;
        expect(seenBeforeEnd).toBe("early\n");
        expect(chunks.join("")).toBe("early\nlate\n");
      });

      it("cuts the middle of long output, says so, and keeps the whole in a file", async () => {
        const outcome = await run("for i in range(100_000): print(i)");
        const text = printed(outcome);
        expect(text.length).toBeLessThan(41_000);
        expect(text).toMatch(/^0\n1\n2\n/);
        expect(text).toMatch(/99999\n$/);
        const path = /characters cut; the whole output is in (\S+):/.exec(text)?.[1];
        expect(
          (await run(`text = open('${path}').read(); len(text.split()), text[:6]`)).value,
        ).toBe("(100000, '0\\n1\\n2\\n')");
      });

      it("survives a single line of 20 MB", async () => {
        const outcome = await run("kept = 1\nprint('x' * 20_000_000)");
        expect(outcome.status).toBe("ok");
        expect(printed(outcome).length).toBeLessThan(41_000);
        expect((await run("kept")).value).toBe("1");
      });

      it("cuts a long value and keeps the whole in _", async () => {
        const { value = "" } = await run("'y' * 1_000_000");
        expect(value.length).toBeLessThan(21_000);
        expect(value).toContain("the whole value is in the variable _");
        expect((await run("len(_)")).value).toBe("1000000");
      });

      it("shows images as images and everything else as text", async () => {
        const outcome = await run(
          "class Dot:\n  def _repr_png_(self): return b'\\x89PNG'\ndisplay(Dot(), 'text')\nDot()",
        );
        expect(outcome.images).toEqual([
          { mimeType: "image/png", data: "iVBORw==" },
          { mimeType: "image/png", data: "iVBORw==" },
        ]);
        expect(printed(outcome)).toBe("text\n");
      });

      it("answers input() with an end of file instead of waiting", async () => {
        expect((await run("input('name? ')")).error?.type).toBe("EOFError");
      });
    });

    describe("errors in user code", () => {
      it("show the lines of the user and none of the kernel", async () => {
        const { status, error } = await run("def divide(x):\n    return x / 0\n\ndivide(1)");
        expect(status).toBe("error");
        expect(error).toMatchObject({ type: "ZeroDivisionError", message: "division by zero" });
        expect(error?.traceback).toContain("return x / 0");
        expect(error?.traceback).toContain("divide(1)");
        expect(error?.traceback).not.toMatch(/kernel|pyodide|eval\(|run_cell/i);
      });

      it("show each cause, of functions from earlier cells too", async () => {
        await run("def inner():\n    raise KeyError('k')");
        const { error } = await run(
          "try:\n    inner()\nexcept KeyError as e:\n    raise ValueError('outer') from e",
        );
        expect(error?.traceback).toContain("raise KeyError('k')");
        expect(error?.traceback).toContain("direct cause");
        expect(error?.traceback).toContain("ValueError: outer");
      });

      it("point at the place of a syntax error", async () => {
        const { error } = await run("x = (1,\ny = 2");
        expect(error?.type).toBe("SyntaxError");
        expect(error?.traceback).toMatch(/line [12]/);
        expect(error?.traceback).not.toContain("ast.py");
      });

      it("show the line that the compiler refuses", async () => {
        const { error } = await run("x = 1\nreturn x");
        expect(error?.traceback).toMatch(
          /^ {2}File "<cell \d+>", line 2\n {4}return x\n.*\nSyntaxError: 'return' outside function\nA cell is no function: .*$/,
        );
      });

      it("leave out what libraries call within themselves", async () => {
        const { error } = await run(
          "import json\ndef encode():\n  json.dumps({1: object()})\nencode()",
        );
        expect(error?.traceback).toMatch(
          /in encode\n.*\n.*\n.* in dumps\n(.*\n)*? {2}\[\d calls within libraries\]\n.* in default\n/,
        );
        expect(error?.traceback).not.toContain("in iterencode");
      });

      it("leave out how a library came to the error that it made another of", async () => {
        const { error } = await run(
          "import asyncio\nawait asyncio.wait_for(asyncio.sleep(9), 0.01)",
        );
        expect(error?.traceback).not.toContain("CancelledError");
        expect(error?.traceback).toMatch(/^Traceback .*\n {2}File "<cell /);
        expect(error?.traceback).toMatch(/\nTimeoutError$/);
        const parsed = await run("import argparse\nargparse.ArgumentParser().parse_args(['-x'])");
        expect(parsed.error?.traceback).not.toContain("_parse_known_args");
      });

      it("are short where functions call each other without end", async () => {
        const { error } = await run("def a(n): return b(n)\ndef b(n): return a(n)\na(1)");
        expect(error?.traceback).toMatch(/ {2}\[\d+ calls between these\]\n/);
        expect(error?.traceback?.length).toBeLessThan(2_000);
      });

      it("of a thread show the lines of the user alone", async () => {
        const outcome = await run(
          "import threading\ndef work(): 1 / 0\nt = threading.Thread(target=work)\nt.start()\nt.join()",
        );
        // The embedded sandbox has none.
        expect(outcome.error?.traceback ?? printed(outcome)).toMatch(
          /^Exception in Thread-1 \(work\):\nTraceback .*\n {2}File "<cell \d+>", line 2, in work\n|has no threads: use asyncio/,
        );
      });

      it("name what was never awaited, and no place in the kernel", async () => {
        const outcome = await run("async def main(): pass\nmain();");
        expect(printed(outcome)).toBe(
          "Warning: coroutine 'main' was never awaited: write `await main(...)`, or `await asyncio.gather(*them)` for several.\n",
        );
      });

      it("say nothing of awaiting a method that Python itself calls", async () => {
        const outcome = await run("class A:\n  async def __init__(self): pass\nA()");
        expect(printed(outcome)).toMatch(/'A.__init__' was never awaited\.\n/);
      });

      it("say what to write where the sandbox cannot do what code asks", async () => {
        const { error } = await run("import multiprocessing\nmultiprocessing.Pool(2)");
        expect(error?.traceback).toMatch(
          /\n(The sandbox has no shared memory|The embedded sandbox cannot start processes).*$/,
        );
        const install = await run("import subprocess\nsubprocess.run(['pip', 'install', 'x'])");
        expect(install.error?.traceback).toMatch(
          /\n(Packages cannot be installed here\.|The embedded sandbox cannot start processes.*)$/,
        );
        // Pyodide can wait within a function, and nothing else can.
        const outcome = await run(
          "def wait():\n  return asyncio.run(asyncio.sleep(0, 'done'))\nwait()",
        );
        const shown = outcome.error?.traceback ?? outcome.value;
        expect(shown).toMatch(/^'done'$|\nThe cell already runs in an event loop: write `await`/);
      });

      it("say where a missing module may be had", async () => {
        const { error } = await run("import surely_not_there");
        expect(error?.traceback).toMatch(
          /No module named 'surely_not_there'\n.*MCP_BRIDGE_(RUNTIME|IMAGE)/,
        );
      });

      it("keep what was printed before, and the state", async () => {
        const outcome = await run("before = 5\nprint('so far')\nraise RuntimeError('stop')");
        expect(outcome).toMatchObject({
          status: "error",
          output: [{ stream: "stdout", text: "so far\n" }],
        });
        expect((await run("before")).value).toBe("5");
      });

      it("are no reason to end the session, whatever is raised", async () => {
        for (const [code, type] of [
          ["raise SystemExit(3)", "SystemExit"],
          ["raise KeyboardInterrupt", "KeyboardInterrupt"],
          ["raise BaseException('base')", "BaseException"],
          ["class E(Exception):\n  def __str__(self): raise ValueError\nraise E", "E"],
          ["def f(): f()\nf()", "RecursionError"],
          ["class R:\n  def __repr__(self): return 1/0\nR()", "ZeroDivisionError"],
        ] as const) {
          expect(await run(code), code).toMatchObject({ status: "error", error: { type } });
        }
        expect(await run("import sys; sys.exit()")).toMatchObject({ status: "ok" });
        expect(await run("exit()")).toMatchObject({ status: "ok" });
        expect(await run("quit(1)")).toMatchObject({ status: "error" });
        // Python's own exit and quit close stdin, too.
        expect((await run("import sys; sys.stdin.read()")).value).toBe("''");
        expect((await run("1 + 1")).value).toBe("2");
      });
    });

    describe("time-out and cancellation", () => {
      it.each([
        ["a busy loop", "while True: pass"],
        ["a sleep", "import time; time.sleep(60)"],
        ["an await", "import asyncio; await asyncio.sleep(60)"],
        [
          "a busy task",
          "async def spin():\n  while True: pass\nawait asyncio.gather(spin(), asyncio.sleep(60))",
        ],
        [
          "an error that never says what it is",
          "class E(Exception):\n    def __str__(self):\n        while True: pass\nraise E",
        ],
      ])("interrupt %s and keep the state", async (_, code) => {
        await run("state = 'kept'");
        const outcome = await runtime.run(`print('begun')\n${code}`, { timeoutMs: 300 });
        expect(outcome).toMatchObject({
          status: "timeout",
          stateLost: false,
          output: [{ stream: "stdout", text: "begun\n" }],
        });
        expect(outcome.notices).toEqual(["timed out after 0.3 s: variables and files are kept"]);
        expect((await run("state")).value).toBe("'kept'");
      });

      it("interrupt code that starts only after the interrupt was sent", async () => {
        // The time-out falls into the kernel's own work, which is to compile the cell.
        const long = Array.from({ length: 1_500 }, (_, n) => `x${n} = ${n}`).join("\n");
        const outcome = await runtime.run(`${long}\nwhile True: pass`, { timeoutMs: 1 });
        expect(outcome).toMatchObject({ status: "timeout", stateLost: false });
      });

      it("cancel a run whose start and interrupt arrive together", async () => {
        await run("state = 'kept'");
        // One of these cancels as soon as the start is sent.
        for (let turns = 0; turns < 12; turns += 1) {
          const controller = new AbortController();
          const running = runtime.run("await asyncio.sleep(60)", {
            signal: controller.signal,
          });
          for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
          controller.abort();
          expect(await running).toMatchObject({ status: "cancelled", stateLost: false });
        }
        expect((await run("state")).value).toBe("'kept'");
      });

      it("cancel a run by its signal", async () => {
        const controller = new AbortController();
        const running = runtime.run("state = 'set'\nprint('begun')\nwhile True: pass", {
          signal: controller.signal,
          onOutput: () => controller.abort(),
        });
        expect(await running).toMatchObject({ status: "cancelled", stateLost: false });
        expect((await run("state")).value).toBe("'set'");
      });

      it("end what does not yield, say that the state is lost, and go on", async () => {
        await run("state = 1", "stubborn");
        const outcome = await runtime.run(
          "print('begun')\nwhile True:\n  try:\n    while True: pass\n  except BaseException: pass",
          { timeoutMs: 300, session: "stubborn" },
        );
        expect(outcome).toMatchObject({ status: "timeout", stateLost: true });
        expect(printed(outcome)).toBe("begun\n");
        expect(outcome.notices.join()).toContain("variables and files of this session are gone");
        const next = await run("'state' in globals()", "stubborn");
        expect(next.value).toBe("False");
        expect(next.notices.join()).toContain("gone");
      });
    });

    describe("sessions", () => {
      it("run side by side and share nothing", async () => {
        await Promise.all([run("who = 'a'", "a"), run("who = 'b'", "b")]);
        const [a, b] = await Promise.all([run("who", "a"), run("who", "b")]);
        expect([a.value, b.value]).toEqual(["'a'", "'b'"]);
        await run("open('/tmp/secret', 'w').write('of a')", "a");
        expect((await run("import os; os.path.exists('/tmp/secret')", "b")).value).toBe("False");
      });

      it("queue their runs in order", async () => {
        await run("seen = []");
        await Promise.all(
          [1, 2, 3].map((n) => run(`await asyncio.sleep(0.02); seen.append(${n})`)),
        );
        expect((await run("seen")).value).toBe("[1, 2, 3]");
      });

      it("say it when their process ended by itself, and start again", async () => {
        await run("state = 1", "exits");
        const crash = await run("print('last')\nimport os; os._exit(3)", "exits").catch(
          (error: SandboxError) => error,
        );
        expect(crash).toMatchObject({ name: "SandboxError", code: "sandbox-crashed" });
        expect((crash as SandboxError).output).toEqual([{ stream: "stdout", text: "last\n" }]);
        const next = await run("'state' in globals()", "exits");
        expect(next.value).toBe("False");
        expect(next.notices.join()).toContain("gone");
      });
    });

    describe("files of the session that have the names of Python's modules", () => {
      it("hide them from code alone: what the sandbox does goes on", async () => {
        await inHiding(
          "import sys, typing\nfor name in sys.stdlib_module_names:\n  open(f'{name}.py', 'w').write('raise RuntimeError(\"mine\")')",
        );
        expect((await inHiding("import wave")).error?.traceback).toMatch(
          /File "\/workspace\/wave.py", line 1, in <module>\n.*\nRuntimeError: mine$/,
        );
        expect((await inHiding("[].apend(1)")).error?.traceback).toContain("'append'");
        expect((await inHiding("(await mcp_echo_server.echo(x={1, 2}))['x']")).value).toBe(
          "[1, 2]",
        );
        await inHiding("def twice(x):\n  return json.dumps(x) * 2\nawait runtime.save_tool(twice)");
        expect((await inHiding("from saved import twice\ntwice(2)")).value).toBe("'22'");
        const image = "from mcp import Image\nimage = Image(b'abc', 'image/png')\n";
        expect((await inHiding(`${image}str(image.save('/tmp/a.png'))`)).value).toBe(
          "'/tmp/a.png'",
        );
        expect((await inHiding("typing.get_type_hints(Image.save)")).value).toContain("Path");
        await inHiding("import os; os._exit(3)").catch(() => {});
        expect((await inHiding("import wave\nwave.__name__")).value).toBe("'wave'");
        await inHiding("await runtime.remove_saved_tool('twice')");
      });

      it("hide them all the same where they were imported first", async () => {
        const hides =
          "for name in ('pathlib', 'symtable'):\n  open(f'{name}.py', 'w').write('x = 1')\n";
        const forgets =
          "import sys\nfor name in ('pathlib', 'symtable'): sys.modules.pop(name, None)\n";
        await inHiding(`${hides}${forgets}import pathlib, symtable`);
        expect(
          (await inHiding("from mcp import Image\nstr(Image(b'a', 'b').save('c'))")).value,
        ).toBe("'c'");
        expect((await inHiding("pathlib.x, symtable.x")).value).toBe("(1, 1)");
        const hint =
          "/workspace/pathlib.py hides Python's own module pathlib: rename the file, then `sys.modules.pop('pathlib')` and import again.";
        for (const use of ["pathlib.Path", "from pathlib import Path", "import pathlib.types"]) {
          expect((await inHiding(use)).error?.traceback, use).toContain(hint);
        }
      });
    });

    describe("tool calls", () => {
      it("go out with their arguments and come back as values", async () => {
        const outcome = await run(
          "await mcp_servers['echo-server'].call_tool('echo', {'a': [1, 'x', None, True]})",
        );
        expect(outcome.value).toBe("{'a': [1, 'x', None, True]}");
        expect(host.calls.at(-1)).toMatchObject({
          server: "echo-server",
          tool: "echo",
          session: "default",
        });
      });

      it("work in all three patterns, with keywords, dicts, and words that Python keeps for itself", async () => {
        expect((await run("await mcp_echo_server.echo(text='x', from_='y')")).value).toBe(
          "{'text': 'x', 'from': 'y'}",
        );
        expect((await run("await mcp_echo_server.echo({'text': 'x'})")).value).toBe(
          "{'text': 'x'}",
        );
        expect((await run("from mcp.servers.echo_server import echo\nawait echo(n=1)")).value).toBe(
          "{'n': 1}",
        );
        expect((await run("import mcp.servers.echo_server as e\nawait e.echo(n=2)")).value).toBe(
          "{'n': 2}",
        );
        expect(
          (await run("await runtime.call_tool('echo-server', 'echo', {'n': 3})\n")).value,
        ).toBe("{'n': 3}");
        expect(
          (
            await run(
              "await runtime.call_tool(server='echo-server', name='echo', arguments={'n': 4})",
            )
          ).value,
        ).toBe("{'n': 4}");
        expect(
          (
            await run(
              "from mcp import runtime\nawait runtime.call_tool('echo-server', 'echo', {'n': 3})",
            )
          ).value,
        ).toBe("{'n': 3}");
      });

      it("run at the same time under gather", async () => {
        const outcome = await run(
          "r = await asyncio.gather(*[mcp_echo_server.meet(n=i, of=5) for i in range(5)]); sorted(r)",
        );
        expect(outcome.value).toBe("[0, 1, 2, 3, 4]");
      });

      it("work from a thread that the cell awaits, and are refused in any other at once", async () => {
        await run("def ask(n):\n  return asyncio.run(mcp_echo_server.echo(n=n))");
        expect(
          (await run("await asyncio.gather(*(asyncio.to_thread(ask, n) for n in range(3)))")).value,
        ).toBe("[{'n': 0}, {'n': 1}, {'n': 2}]");
        const { error } = await run(
          "import concurrent.futures\nwith concurrent.futures.ThreadPoolExecutor(2) as pool:\n  list(pool.map(ask, range(2)))",
        );
        expect(error?.traceback).toContain("asyncio.gather");
      });

      it("work beside event loops that the code has made", async () => {
        const made = await run(
          "import asyncio\ndef make(): return asyncio.new_event_loop()\nmake().close()\nwith asyncio.Runner() as runner:\n  runner.run(asyncio.sleep(0))",
        );
        expect(made.error?.traceback).toMatch(/functions that await are `async def`\.$/);
        expect((await run("await mcp_echo_server.echo(n=1)")).value).toBe("{'n': 1}");
      });

      it("raise what the tool answers as an error, with its text", async () => {
        const outcome = await run(
          "from mcp import MCPError, ToolCallError\ntry:\n  await mcp_echo_server.fail(why='because')\nexcept ToolCallError as e:\n  print(e, isinstance(e, MCPError), e.tool)",
        );
        expect(printed(outcome)).toBe("echo-server.fail: because True fail\n");
      });

      it("raise what the host refuses as the error of that kind", async () => {
        const outcome = await run(
          "from mcp import UnknownToolError\ntry:\n  await mcp_echo_server.nothing()\nexcept UnknownToolError as e:\n  print(e.code, e)",
        );
        expect(printed(outcome)).toContain("unknown-tool no tool 'nothing'");
        expect((await run("await mcp_echo_server.nothing()")).error?.traceback).not.toContain(
          "/kernel/",
        );
      });

      it("carry 20 MB each way", async () => {
        const outcome = await run(
          "big = await mcp_echo_server.big(characters=20_000_000)\nback = await mcp_echo_server.echo(text=big)\nlen(big), back['text'] == big",
        );
        expect(outcome.value).toBe("(20000000, True)");
        expect((await run("1")).value).toBe("1");
      });

      it("carry long texts of any characters as they are", async () => {
        const outcome = await run(
          [
            "plain = 'x' * 700_000",
            "other = '\"quoted\"\\\\ \\n\\t\\0 é 中文 🎉 \\ud83d \\u2028' * 50_000",
            "wide = '中文🎉' * 200_000",
            "marked = '\ufeff\"quoted\"\\\\ \\n\\t\\0\\x7f é 🎉' * 50_000",
            "sent = {'plain': plain, 'other': other, 'n': 1, 'wide': wide, 'marked': marked, 'nested': [{'text': other}]}",
            "back = await mcp_echo_server.echo(**sent)",
            "whole = await mcp_echo_server.echo(marked=marked, wide=wide)",
            "shown = await mcp_echo_server.json(text=wide)",
            "back == sent, whole == {'marked': marked, 'wide': wide}, shown == wide",
          ].join("\n"),
        );
        expect(outcome.value).toBe("(True, True, True)");
        const inexact = await run("await mcp_echo_server.echo(plain=plain, n=[2**53 + 1])");
        expect(inexact.error?.message).toContain("pass it as a str");
        const nested = await run("await mcp_echo_server.echo(nested=[plain, 2**53 + 1])");
        expect(nested.error?.message).toContain("pass it as a str");
      });

      it("are refused where the host would end the sandbox for them, and the state stays", async () => {
        const tooMany = await run(
          'kept = 1\nrows = [{"a": n, "b": n, "c": n} for n in range(70_000)]\nawait mcp_echo_server.echo(rows=rows)',
        );
        expect(tooMany.error).toMatchObject({
          type: "InvalidArgumentsError",
          message: expect.stringContaining("a million values"),
        });
        // What stands in texts is no value.
        const texts = await run(
          'len(await mcp_echo_server.echo(rows=[", : { [ \\" ] } " * 1_000] * 200)), kept',
        );
        expect(texts.value).toBe("(1, 1)");
        const tooLong = await run('await mcp_echo_server.echo(text="a" * (128 << 20))');
        expect(tooLong.error).toMatchObject({
          type: "InvalidArgumentsError",
          message: expect.stringContaining("128 MiB"),
        });
        expect((await run("kept")).value).toBe("1");
      });

      it("keep integers exact or refuse them", async () => {
        expect((await run("await mcp_echo_server.echo(n=2**53)")).value).toBe(
          "{'n': 9007199254740992}",
        );
        expect((await run("await mcp_echo_server.echo(n=2**53 + 1)")).error?.message).toContain(
          "pass it as a str",
        );
        // Wherever it stands in the line.
        const refused = await run(`
refused = 0
for length in range(32):
    try: await mcp_echo_server.echo(before="x" * length, n=[-(2**53 + 1)])
    except Exception as error: refused += "pass it as a str" in str(error)
refused`);
        expect(refused.value).toBe("32");
        expect((await run("await mcp_echo_server.json(text='[12345678901234567890]')")).value).toBe(
          "[12345678901234567890]",
        );
      });

      it("refuse values that JSON does not have, with what to pass instead", async () => {
        expect((await run("await mcp_echo_server.echo(data=b'x')")).error).toMatchObject({
          type: "InvalidArgumentsError",
          message: expect.stringContaining("base64"),
        });
        expect((await run("await mcp_echo_server.echo(x=float('nan'))")).error).toMatchObject({
          type: "InvalidArgumentsError",
          message: expect.stringContaining("pass None"),
        });
        expect(
          (
            await run(
              "import dataclasses, datetime, pathlib\nPoint = dataclasses.make_dataclass('Point', ['x'])\nawait mcp_echo_server.echo(d=datetime.date(2025, 1, 2), p=pathlib.Path('a/b'), s={1}, q=Point(2))",
            )
          ).value,
        ).toBe("{'d': '2025-01-02', 'p': 'a/b', 's': [1], 'q': {'x': 2}}");
        const circular = await run(
          "itself = []\nitself.append(itself)\nawait mcp_echo_server.echo(itself=itself)",
        );
        expect(circular.error).toMatchObject({
          type: "InvalidArgumentsError",
          message: expect.stringContaining("Circular reference"),
        });
        const mended = await run("itself[:] = [1]\nawait mcp_echo_server.echo(itself=itself)");
        expect(mended.value).toBe("{'itself': [1]}");
        expect((await run("await mcp_echo_server.echo(1, 2)")).error?.message).toContain(
          "one dict",
        );
      });

      it("have the key of their run, which no other run has, of this session or another", async () => {
        host.runKeys.length = 0;
        const two = "await asyncio.gather(mcp_echo_server.echo(), mcp_echo_server.echo())";
        await run(two);
        await run(two);
        await run(two, "another");
        const [first, , second, , third] = host.runKeys;
        expect(host.runKeys.map((key) => [first, second, third].indexOf(key))).toEqual([
          0, 0, 1, 1, 2, 2,
        ]);
      });

      it("are named in a warning where they were never awaited", async () => {
        const before = host.calls.length;
        expect(
          printed(
            await run("mcp_echo_server.echo(x=1)\nkept = mcp_echo_server.echo(x=2)\nprint('done')"),
          ),
        ).toBe(
          "done\n" +
            "Warning: mcp_echo_server.echo(...) was never awaited, 2 times, so nothing was called: write `await mcp_echo_server.echo(...)`.\n",
        );
        expect(host.calls.length).toBe(before);
      });

      it("are named in a warning where their task had not begun when the cell ended", async () => {
        const before = host.calls.length;
        expect(
          printed(
            await run(
              "task = asyncio.create_task(mcp_echo_server.echo(x=1))\nother = asyncio.ensure_future(mcp_echo_server.echo(x=2))",
            ),
          ),
        ).toBe(
          "Warning: the task of mcp_echo_server.echo(...) had not begun when the cell ended, 2 times, so nothing was called: await the task in the same cell.\n",
        );
        const { error } = await run("await task");
        expect(error).toMatchObject({ type: "CallRefusedError" });
        expect(host.calls.length).toBe(before);
      });

      it("go on after one that was made where the stack was full", async () => {
        const { value } = await run(`
def call():
    waiting = mcp_echo_server.echo(text="deep")
    try: waiting.send(None)
    finally: waiting.close()
def at(depth):
    return at(depth - 1) if depth else call()
import sys
failed = 0
for depth in range(sys.getrecursionlimit() - 40, sys.getrecursionlimit()):
    await asyncio.sleep(0.005)
    try: at(depth)
    except Exception: failed += 1
    await asyncio.sleep(0.005)
    await asyncio.wait_for(mcp_echo_server.echo(text="next"), 5)
failed`);
        expect(Number(value)).toBeGreaterThan(5);
      });

      it("are refused once the cell that started them has ended", async () => {
        await run(
          "async def later():\n  await asyncio.sleep(0.1)\n  try:\n    await mcp_echo_server.echo(late=True)\n  except Exception as e:\n    global refused; refused = type(e).__name__\ntask = asyncio.create_task(later())",
        );
        const before = host.calls.length;
        const next = await run("await asyncio.sleep(0.3); refused");
        expect(next.value).toBe("'CallRefusedError'");
        expect(printed(next)).toBe(
          "Warning: a task that an earlier cell started has asked a server, which was refused: start such a task anew in this cell.\n",
        );
        expect(host.calls.length).toBe(before);
      });

      it("are cancelled in the host when Python cancels them, and when the run is stopped", async () => {
        await run(
          "import asyncio\ntry:\n  await asyncio.wait_for(mcp_echo_server.hang(id='by-python'), 0.1)\nexcept TimeoutError: pass",
        );
        await expect.poll(() => host.aborted).toContain("by-python");
        await runtime.run("await mcp_echo_server.hang(id='by-host')", { timeoutMs: 200 });
        await expect.poll(() => host.aborted).toContain("by-host");
      });

      it("say why a server that is configured cannot be used, in few words", async () => {
        const reason = "is configured, but cannot be used: It is broken!";
        for (const use of ["mcp_broken_server.x", "import mcp.servers.broken_server"]) {
          const { traceback = "" } = (await run(use)).error ?? {};
          expect(traceback).toContain(`he server 'broken-server' ${reason}`);
          expect(traceback).not.toContain("!".repeat(300));
        }
        expect((await run("'broken-server' in mcp_servers")).value).toBe("False");
      });

      it("suggest the server that was meant", async () => {
        expect((await run("mcp_servers['ecko-server']")).error?.message).toBe(
          "there is no server 'ecko-server'. Did you mean 'echo-server'? Servers: echo-server.",
        );
        expect(
          (await run("mcp_servers.get('nope'), 'echo-server' in mcp_servers, list(mcp_servers)"))
            .value,
        ).toBe("(None, True, ['echo-server'])");
        expect((await run("mcp_servers.echo_server is mcp_echo_server")).value).toBe("True");
        expect((await run("mcp_servers.ecko_server")).error).toMatchObject({
          type: "AttributeError",
          message:
            "there is no server 'ecko_server'. Did you mean 'echo-server'? Servers: echo-server.",
        });
        expect(
          (await run("print(mcp_echo_server)\n'call_tool' in dir(mcp_echo_server)")).output[0]
            ?.text,
        ).toBe(
          "<MCP server 'echo-server'; its tools: await runtime.query_tool_docs('echo-server')>\n",
        );
      });
    });

    describe("discovery", () => {
      it("says what there is, and nothing of how it is made, where it is looked at", async () => {
        const shown = async (code: string): Promise<string | undefined> => (await run(code)).value;
        expect(await shown("import mcp.servers.echo_server\nmcp.servers.echo_server")).toBe(
          "<MCP server 'echo-server'; its tools: await runtime.query_tool_docs('echo-server')>",
        );
        expect(await shown("from mcp.servers import echo_server\ndir(echo_server)")).toContain(
          "'list_tools'",
        );
        expect(await shown("dir(mcp_servers), [n for n in dir(runtime) if n[0] == '_']")).toBe(
          "(['echo_server'], [])",
        );
        const help = printed(await run("help(mcp_servers)"));
        expect(help).toContain('mcp_servers["name"].call_tool("tool", {...})');
        expect(help.length).toBeLessThan(400);
        expect(await shown("runtime.capability_summary()")).toMatch(
          /^Servers: echo-server\.\nFind/,
        );
      });

      it("lists servers with and without await", async () => {
        const outcome = await run(
          "from mcp import runtime\nawait runtime.discovered_servers(), runtime.discovered_servers(), await runtime.list_servers(), await runtime.discovered_servers(detailed=True)",
        );
        expect(outcome.value).toBe(
          "(['echo-server'], ['echo-server'], ['echo-server'], [{'name': 'echo-server', 'description': 'Says it again'}])",
        );
      });

      it("writes what servers and code put into lists and docs on one line each, without a terminal's codes", async () => {
        const { value } = await run(`
from mcp.facts import Facts
from mcp.hits import Hits
from mcp.listings import SavedListing
text = "a" + chr(10) + chr(27) + "[31mb"
hit = {"server": "echo-server", "score": 0.5, "signature": "echo()", "description": text}
shown = [repr(Hits([hit])), repr(SavedListing([{"name": "f", "signature": "def f()", "description": text}]))]
try: Facts({text: 1, 3: 2})["c"]
except KeyError as error: shown += error.__notes__
shown`);
        expect(value).toBe(
          "['.50 echo_server.echo() a  [31mb', 'def f()  # a  [31mb', 'It has: a  [31mb, 3.']",
        );
      });

      it("asks the host for docs and searches", async () => {
        expect(
          (
            await run(
              "from mcp import runtime\ndocs = await runtime.query_tool_docs('echo-server'); {n: d['description'] for n, d in docs.items()}",
            )
          ).value,
        ).toBe("{'echo': 'Echoes'}");
        expect(
          (await run("(await runtime.query_tool_docs('echo-server', 'echo'))['description']"))
            .value,
        ).toBe("'Echoes'");
        expect((await run("await runtime.search_tool_docs('repeat', limit=3)")).value).toBe(
          "[{'server': 'echo-server', 'tool': 'echo', 'query': 'repeat', 'limit': 3}]",
        );
        expect((await run("await runtime.search_tool_docs('x', limit=0)")).error?.type).toBe(
          "InvalidArgumentsError",
        );
        expect((await run("await runtime.query_tool_docs('echo-server')")).value).toBe(
          '1 tool of echo-server; one with its schema: await runtime.query_tool_docs("echo-server", "tool")\necho Echoes',
        );
        expect((await run("await runtime.list_tools('echo-server')")).value).toBe("['echo']");
        expect((await run("print(runtime.capability_summary())")).output[0]?.text).toContain(
          "echo-server",
        );
      });
    });

    testOffers(() => runtime);
    testReports(() => runtime);
    testSavedTools(() => runtime);
  });
}

function printed(outcome: RunOutcome): string {
  return outcome.output.map(({ text }) => text).join("");
}
