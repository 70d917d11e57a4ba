// What takes too long for every run of the tests: the desktop bundle, the examples, every Node.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/{bundle,examples,nodes}/**/*.test.ts"],
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
});
