import { testHostileContainers } from "./containers.ts";

await testHostileContainers("docker");
