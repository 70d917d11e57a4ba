// What takes too long for every run of the tests: the packages as users install them, the desktop bundle, the examples, every Node.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/{bundle,examples,nodes,tarballs}/**/*.test.ts"],
    // Each is as many processes as two processors can serve.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 900_000,
    // Registries and loaded machines stumble. A test that needed its second try is named at the end of the run.
    retry: process.env["CI"] ? 1 : 0,
  },
});
