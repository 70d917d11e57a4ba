import { testHostileContainers } from "./containers.ts";

await testHostileContainers("podman rootless");
