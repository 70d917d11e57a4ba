// What takes too long for every run of the tests: the desktop bundle and the examples.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/bundle/**/*.test.ts", "src/examples/**/*.test.ts"],
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
});
