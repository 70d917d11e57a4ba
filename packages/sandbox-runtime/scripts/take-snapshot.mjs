// Runs in Deno: loads Pyodide, imports what the kernel needs, and writes the interpreter's memory to a file.
const [pyodide, target] = Deno.args;
const { loadPyodide } = await import(
  `file://${pyodide.startsWith("/") ? "" : "/"}${encodeURI(pyodide.replaceAll("\\", "/"))}/pyodide.mjs`
);
const python = await loadPyodide({
  indexURL: `${pyodide}/`,
  _makeSnapshot: true,
  // The interpreter keeps its program's path; this script's own would be a path of the machine that built it.
  _sysExecutable: "/usr/bin/python3",
});
python.runPython(`
import ast, asyncio, base64, bisect, codecs, collections, contextlib, contextvars, dataclasses, datetime, difflib
import functools, inspect, io, itertools, json, keyword, linecache, math, os, pathlib, re, sys, textwrap, time
import traceback, types, typing, warnings
`);
Deno.writeFileSync(target, python.makeMemorySnapshot());
