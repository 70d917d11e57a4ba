import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";
import LongestFirst from "./scripts/longest-first.mjs";

// A third kind of engine, which has the tests of the other two. They have a command of their own, `npm run test:rootful`,
// since `npm test` would take a seventh longer with them.
const rootful = ["packages/sandbox-runtime/test/{,hostile/}podman-rootful.test.ts"];

export default defineConfig({
  ssr: {
    resolve: {
      // As Node resolves: what stands under "module" is for bundlers, and Node cannot always load it.
      conditions: ["mcp-code-execution-source", "node", "development|production"],
    },
  },
  test: {
    // Most of a test's time is waiting for processes.
    maxWorkers: Math.max(5, availableParallelism()),
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Engines and loaded machines stumble. A test that needed its second try is named at the end of the run.
    retry: process.env["CI"] ? 1 : 0,
    reporters: ["default", "./scripts/second-tries.mjs"],
    projects: [
      {
        extends: true,
        test: {
          name: "sources",
          include: ["{packages,apps}/*/src/**/*.test.ts", "bench/report/*.test.mjs"],
          // A process for each file would load the same modules a hundred times. So each file puts back what it changes.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "processes",
          include: [
            "{packages,apps}/*/test/**/*.test.ts",
            "packaging/src/{guides,tools}/**/*.test.ts",
          ],
          exclude: [...configDefaults.exclude, ...rootful],
        },
      },
      { extends: true, test: { name: "rootful", include: rootful } },
    ],
  },
});
