import { expect, it } from "vitest";
import { markdownSummary, markdownTable } from "./markdown-table.mjs";
import { besideLeast, row, rowOfSizes } from "./rows.mjs";

const memory = (ratio) =>
  row({ ours: `${ratio} MiB`, baseline: "1 MiB", ratio, spread: "low to high", most: 3 });
const times = { ours: [4, 4], least: [2, 2], baseline: [1, 1] };
const results = [
  {
    claim: "Runs",
    baseline: "a constant",
    rows: [
      ...besideLeast({ runtime: "embedded" }, times, { most: 2 }),
      ...besideLeast({ runtime: "docker" }, times, { most: 5 }),
      row({ runtime: "docker", name: "a container", ours: "1 ms", baseline: "3 ms", ratio: 3 }),
      rowOfSizes({ runtime: "docker", name: "memory" }, { "1 MB": memory(2), "10 MB": memory(4) }),
    ],
  },
  {
    claim: "Tokens",
    baseline: "all | any",
    rows: [row({ name: "1 server", ours: "172", baseline: "1472", ratio: 172, most: 100 })],
  },
];

it("writes every row, the claim in the first of its rows", () => {
  expect(markdownTable(results).split("\n")).toEqual([
    "| claim |  | measured | baseline | ratio | to reach |",
    "| --- | --- | --- | --- | --- | --- |",
    "| Runs | embedded | 4.00 ms | 1.00 ms | 4.00 (4.00 to 4.00) | ≤ 2, **missed** |",
    "|  | embedded, ours beside the least | 4.00 ms | 2.00 ms | 2.00 (2.00 to 2.00) |  |",
    "|  | embedded, the least beside the baseline | 2.00 ms | 1.00 ms | 2.00 (2.00 to 2.00) |  |",
    "|  | docker | 4.00 ms | 1.00 ms | 4.00 (4.00 to 4.00) | ≤ 5 |",
    "|  | docker, ours beside the least | 4.00 ms | 2.00 ms | 2.00 (2.00 to 2.00) |  |",
    "|  | docker, the least beside the baseline | 2.00 ms | 1.00 ms | 2.00 (2.00 to 2.00) |  |",
    "|  | docker, a container | 1 ms | 3 ms | 3.00 |  |",
    "|  | docker, memory: 1 MB · 10 MB | 2 MiB · 4 MiB | 1 MiB · 1 MiB | 2.00 · 4.00 (low to high · low to high) | ≤ 3, **missed at 10 MB** |",
    "| Tokens | 1 server | 172 | 1472 | 172 | ≤ 100, **missed** |",
  ]);
});

it("gives each runtime a column in the summary, and leaves out what explains another row", () => {
  expect(markdownSummary(results, ["embedded", "docker"]).split("\n")).toEqual([
    "| claim |  | measured | baseline | ratio | to reach |",
    "| --- | --- | --- | --- | --- | --- |",
    String.raw`| Tokens (baseline: all \| any) | 1 server | 172 | 1472 | 172 | ≤ 100, **missed** |`,
    "",
    "| claim |  | embedded | docker | to reach |",
    "| --- | --- | --- | --- | --- |",
    "| Runs (baseline: a constant) |  | **4.00** (4.00 ms) | 4.00 (4.00 ms) | embedded ≤ 2, docker ≤ 5 |",
    "|  | a container |  | 3.00 (1 ms) |  |",
    "|  | memory: 1 MB · 10 MB |  | 2.00 · **4.00** | ≤ 3 |",
  ]);
});

it("says of a claim what kept it from being measured", () => {
  const skipped = [{ claim: "Runs", baseline: "a constant", rows: [], skipped: "no Deno" }];
  expect(markdownTable(skipped)).toContain("| Runs | not measured: no Deno |");
  expect(markdownSummary(skipped, ["embedded"])).toContain("not measured: no Deno");
});
