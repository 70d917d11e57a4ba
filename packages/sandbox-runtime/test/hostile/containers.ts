import { describe } from "vitest";
import { testAttacks } from "../container/attack-suite.ts";
import { testEndings } from "../container/ending-suite.ts";
import { testFilter } from "../container/filter-suite.ts";
import { testHostileImages } from "../container/hostile-image-suite.ts";
import { testKills } from "../container/kill-suite.ts";
import { testLimits } from "../container/limits-suite.ts";
import { testPodmanSettings } from "../container/settings-suite.ts";
import { testUsers } from "../container/users-suite.ts";
import { testUnattached } from "../container/unattached-suite.ts";
import { withEngine, type EngineName } from "../engines.ts";
import { testBattery } from "./battery.ts";
import { testKernelFuzz } from "./kernel-fuzz.ts";

/** The battery against the containers of one engine, where it is there. */
export async function testHostileContainers(name: EngineName): Promise<void> {
  await withEngine(name, (engine) => {
    testUnattached(engine, () => {
      describe(`${name} containers, attacked`, () => {
        testAttacks(name, engine);
        testFilter(name, engine);
        testLimits(name, engine);
        testUsers(name, engine);
        testEndings(name, engine);
        testKills(name, engine);
        testHostileImages(name, engine);
        if (engine.name === "podman") testPodmanSettings(name, engine);
      });
      testBattery(name, { driver: engine.driver() });
      testKernelFuzz(name, () => engine.driver());
    });
  });
}
