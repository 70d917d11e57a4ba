// Pyodide in Deno as its own documentation starts it, and one line from it. With a second argument it then waits.
const [folder, wait] = Deno.args;
const { loadPyodide } = await import(`file://${folder}/pyodide.mjs`);
const python = await loadPyodide({ indexURL: `${folder}/` });
console.log(python.runPython("1 + 1"));
if (wait) await Deno.stdin.read(new Uint8Array(1));
