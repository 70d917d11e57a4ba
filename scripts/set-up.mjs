// Sets up a fresh clone with nothing but Node and npm: dependencies by the pinned pnpm, then a build.
import { pnpm } from "./pnpm.mjs";

pnpm("install", "--frozen-lockfile");
pnpm("exec", "turbo", "run", "build", "--output-logs=errors-only");
