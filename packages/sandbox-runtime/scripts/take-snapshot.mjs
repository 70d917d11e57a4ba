// Runs in Deno: loads Pyodide, imports what the kernel needs, and writes the interpreter's memory to a file.
import {
  packSnapshot,
  restoringWith,
  unpackSnapshot,
} from "../dist/drivers/embedded/guest/packed-snapshot.js";

const [pyodide, target] = Deno.args;
const { loadPyodide } = await import(
  `file://${pyodide.startsWith("/") ? "" : "/"}${encodeURI(pyodide.replaceAll("\\", "/"))}/pyodide.mjs`
);
const options = {
  indexURL: `${pyodide}/`,
  // The interpreter keeps its program's path; this script's own would be a path of the machine that built it.
  _sysExecutable: "/usr/bin/python3",
};
const python = await loadPyodide({ ...options, _makeSnapshot: true });
python.runPython(`
import ast, asyncio, base64, bisect, codecs, collections, contextlib, contextvars, dataclasses, datetime, difflib
import functools, inspect, io, itertools, json, keyword, linecache, math, os, pathlib, re, sys, textwrap, time
import traceback, types, typing, warnings
`);
const snapshot = python.makeMemorySnapshot();
let packed;
const restore = (memory) => {
  packed = packSnapshot(snapshot, memory);
  unpackSnapshot(packed).restore(memory);
};
await restoringWith(snapshot, restore, () => loadPyodide({ ...options, _loadSnapshot: snapshot }));
Deno.writeFileSync(target, packed);
