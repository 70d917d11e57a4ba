// The worker of pyodide-main.mjs: loads Pyodide, starts the program in it, and passes the lines on to its loop.
const encoder = new TextEncoder();

globalThis.onmessage = async ({ data: [folder, program] }) => {
  const { loadPyodide } = await import(`file://${folder}/pyodide.mjs`);
  const python = await loadPyodide({ indexURL: `${folder}/` });
  python.runPython(program);
  const loop = python.globals.get("Loop")((text) => Deno.stdout.writeSync(encoder.encode(text)));
  globalThis.onmessage = ({ data: lines }) => {
    for (const line of lines.split("\n")) loop.receive(line);
  };
  globalThis.postMessage("ready");
};
