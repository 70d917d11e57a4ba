// Sets up a fresh clone with nothing but Node and npm: dependencies by the pinned pnpm, then a build.
import { pnpm } from "./pnpm.mjs";

console.error(
  "Installing the dependencies, which takes a minute or two the first time, then building.",
);
// Warnings would be about the release tools, some of which need a newer Node than the project.
pnpm("install", "--frozen-lockfile", "--loglevel=error");
pnpm("exec", "turbo", "run", "build", "--output-logs=errors-only");
