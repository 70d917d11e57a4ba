/** A module whose function `f` gives 42. */
const compiled = `
import js
from pyodide.ffi import to_js
module = bytes.fromhex("0061736d010000000105016000017f03020100070501016600000a06010400412a0b")
code = to_js(module)
def use(instance): print(known["done"] if instance.exports.f() == 42 else "")
`;

/** Attacks that need no code in JavaScript, only its objects. Each prints the secret or `known["done"]`. */
export const pythonAttacks: Readonly<Record<string, string>> = {
  "js.Deno": "import js\nprint(js.Deno.readTextFileSync(known['text']))",
  "js.process":
    "import js\nprint(js.process.getBuiltinModule('fs').readFileSync(known['text'], 'utf8'))",
  "js.fetch":
    "import js\nprint(await (await js.fetch(f\"http://127.0.0.1:{known['port']}/\")).text())",
  "js.Worker":
    "import js\nprint(known['done'] if js.Worker.new('data:text/javascript,0', js.JSON.parse('{\"type\":\"module\"}')) else '')",
  "js.caches": "import js\nawait js.caches.open('x')\nprint(known['done'])",
  "js.BroadcastChannel":
    "import js\nprint(known['done'] if js.BroadcastChannel.new('x').name == 'x' else '')",
  "js.navigator, with its locks and GPU":
    "import js\nprint(known['done'] if js.navigator.hardwareConcurrency else '')",
  "node:vm":
    "import js\nprint(js.process.getBuiltinModule('vm').runInThisContext('Deno').readTextFileSync(known['text']))",
  "node:worker_threads":
    "import js\nprint(known['done'] if js.process.getBuiltinModule('worker_threads').parentPort else '')",
  "js.eval": "import js\nprint(js.eval('Deno').readTextFileSync(known['text']))",
  "pyodide.code.run_js":
    "from pyodide.code import run_js\nprint(run_js('Deno').readTextFileSync(known['text']))",
  "pyodide.http":
    "from pyodide.http import pyfetch\nprint(await (await pyfetch(f\"http://127.0.0.1:{known['port']}/\")).string())",
  emscripten_run_script: `
import ctypes, js
ctypes.CDLL(None).emscripten_run_script(f"globalThis.found = Deno.readTextFileSync({json.dumps(known['text'])})".encode())
print(js.found)`,
  emscripten_run_script_string: `
import ctypes
run = ctypes.CDLL(None).emscripten_run_script_string
run.restype = ctypes.c_char_p
print(run(f"Deno.readTextFileSync({json.dumps(known['text'])})".encode()))`,
  "a mount of NODEFS": `
import os, pyodide_js
from pyodide.ffi import to_js
os.makedirs("/host", exist_ok=True)
FS = pyodide_js._module.FS
FS.mount(FS.filesystems.NODEFS, to_js({"root": known["folder"]}, dict_converter=__import__("js").Object.fromEntries), "/host")
print(open("/host/file.txt").read())`,
  "pyodide.mountNodeFS": `
import pyodide_js
pyodide_js.mountNodeFS("/mounted", known["folder"])
print(open("/mounted/file.txt").read())`,
  "WebAssembly.Module": `${compiled}
use(js.WebAssembly.Instance.new(js.WebAssembly.Module.new(code)))`,
  "WebAssembly.Module of a buffer": `${compiled}
use(js.WebAssembly.Instance.new(js.WebAssembly.Module.new(code.buffer)))`,
  "WebAssembly.Module when all arrays have another length": `${compiled}
arrays = js.Uint8Array.prototype
js.Object.defineProperty(arrays, "length", to_js({"value": 8, "configurable": True}, dict_converter=js.Object.fromEntries))
try: made = js.WebAssembly.Module.new(code)
finally: js.Reflect.deleteProperty(arrays, "length")
use(js.WebAssembly.Instance.new(made))`,
  "the constructor of a WebAssembly.Module": `${compiled}
empty = js.WebAssembly.Module.new(to_js(module[:8]))
use(js.WebAssembly.Instance.new(empty.constructor.new(code)))`,
  "WebAssembly.compile": `${compiled}
use(js.WebAssembly.Instance.new(await js.WebAssembly.compile(code)))`,
  "WebAssembly.instantiate": `${compiled}
use((await js.WebAssembly.instantiate(code)).instance)`,
  "WebAssembly.instantiateStreaming": `${compiled}
answer = js.Response.new(code)
answer.headers.set("content-type", "application/wasm")
use((await js.WebAssembly.instantiateStreaming(answer)).instance)`,
  "a library of its own": `${compiled}
import ctypes
with open("/tmp/own.so", "wb") as file:
    file.write(module[:8] + bytes.fromhex("000f08") + b"dylink.0" + bytes.fromhex("010400000000") + module[8:])
print(known["done"] if ctypes.CDLL("/tmp/own.so").f() == 42 else "")`,
};
