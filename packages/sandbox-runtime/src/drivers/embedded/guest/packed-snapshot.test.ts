import { expect, it } from "vitest";
import { packSnapshot, restoringWith, unpackSnapshot } from "./packed-snapshot.ts";

const page = 4096;
const head = 32;

/** As Pyodide writes one: the second number says where the memory begins. */
function snapshotOf(memory: Uint8Array): Uint8Array {
  const snapshot = new Uint8Array(head + memory.length);
  new DataView(snapshot.buffer).setUint32(4, head, true);
  snapshot.fill(7, 8, head);
  snapshot.set(memory, head);
  return snapshot;
}

/** 300 pages, of which two that lie together hold something, and one by itself, the last. */
function exampleMemory(): Uint8Array {
  const memory = new Uint8Array(300 * page);
  memory.fill(1, 5 * page, 7 * page);
  memory[300 * page - 1] = 2;
  return memory;
}

const made = (): Int8Array => new Int8Array(300 * page);
const nines = (memory: Int8Array): void => void memory.fill(9);
const filled = (): Int8Array => made().fill(3, 100 * page, 101 * page);

it("holds the pages in which there is something, and the beginning", () => {
  const packed = packSnapshot(snapshotOf(exampleMemory()), made());
  expect(packed.length).toBeLessThan(4 * page);

  const { bytes, restore } = unpackSnapshot(packed);
  expect(bytes.length).toBe(head + 300 * page);
  expect(bytes.subarray(0, head)).toEqual(snapshotOf(new Uint8Array(0)));
  const memory = made();
  restore(memory);
  expect(Buffer.compare(new Uint8Array(memory.buffer), exampleMemory())).toBe(0);
});

it("empties a page that WebAssembly has filled when it was made", () => {
  const { restore } = unpackSnapshot(packSnapshot(snapshotOf(exampleMemory()), filled()));
  const memory = filled();
  restore(memory);
  expect(Buffer.compare(new Uint8Array(memory.buffer), exampleMemory())).toBe(0);
});

it("takes the place of the copy of the snapshot alone, and leaves nothing behind", async () => {
  const bytes = new Uint8Array(head + 8);
  const memory = new Int8Array(8);
  const other = new Int8Array(2);
  const loaded = await restoringWith(bytes, nines, async () => {
    other.set(Uint8Array.of(4), 1);
    memory.set(bytes.subarray(head));
    return "loaded";
  });
  expect([loaded, ...memory, ...other]).toEqual(["loaded", 9, 9, 9, 9, 9, 9, 9, 9, 0, 4]);
  expect(Object.hasOwn(Int8Array.prototype, "set")).toBe(false);
});

it("says so where nothing is restored", async () => {
  const load = restoringWith(
    new Uint8Array(head),
    () => {},
    async () => "loaded",
  );
  await expect(load).rejects.toThrow("not known");
  expect(Object.hasOwn(Int8Array.prototype, "set")).toBe(false);
});
