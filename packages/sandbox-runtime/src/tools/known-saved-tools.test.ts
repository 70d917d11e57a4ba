import { expect, it } from "vitest";
import { KnownSavedTools, type SavedToolChanges } from "./known-saved-tools.ts";
import type { SavedTool } from "./saved-tool-store.ts";

const tool = (name: string, source = `def ${name}(): pass`): SavedTool => ({ name, source });
const lost: SavedTool = { name: "lost", problem: "it is no file" };

/** What a sandbox knows after it has taken these. */
function taken(knows: Map<string, SavedTool>, changes: SavedToolChanges | undefined) {
  if (changes && !changes.removed) knows.clear();
  for (const name of changes?.removed ?? []) knows.delete(name);
  for (const one of changes?.tools ?? []) knows.set(one.name, one);
  return [...knows.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

it("tells each tool once, and afterwards what has changed", () => {
  const known = new KnownSavedTools();
  const first = [tool("a"), tool("b"), lost];
  expect(known.tell(first)).toEqual({ tools: first });
  expect(known.tell(first)).toBeUndefined();
  expect(known.tell([tool("a"), tool("b", "def b(): return 1"), tool("c"), lost])).toEqual({
    tools: [tool("b", "def b(): return 1"), tool("c")],
    removed: [],
  });
  expect(known.tell([tool("c"), tool("lost")])).toEqual({
    tools: [tool("lost")],
    removed: ["a", "b"],
  });
});

it("tells again what the sandbox may not have heard, or has changed itself", () => {
  const known = new KnownSavedTools();
  const list = [tool("a"), tool("b")];
  known.tell(list);
  expect(known.tellRunning(list)).toEqual({ tools: [], removed: [] });
  expect(known.tellRunning([tool("b", "new")])).toEqual({
    tools: [tool("b", "new")],
    removed: ["a"],
  });
  // As it was: who has taken the answer knows something else.
  expect(known.tell(list)).toEqual({ tools: list, removed: [] });
  known.doubt(["b", "of a moment"]);
  expect(known.tell(list)).toEqual({ tools: [tool("b")], removed: ["of a moment"] });
  expect(known.tell(list)).toBeUndefined();
});

it("keeps no more names than may be saved, and tells all anew beyond", () => {
  const known = new KnownSavedTools();
  const knows = new Map<string, SavedTool>();
  const list = [tool("a")];
  taken(knows, known.tell(list));
  for (let number = 0; number < 5_000; number += 1) {
    known.doubt([`f${number}`]);
    knows.set(`f${number}`, tool(`f${number}`));
    if (number === 2_000) expect(known.tellRunning(list)).toEqual({ tools: list });
  }
  expect(taken(knows, known.tell(list))).toEqual(list);
});
