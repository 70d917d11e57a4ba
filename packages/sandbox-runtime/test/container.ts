// What only containers have: their hardening, limits, images, and that none of them remains.
import { describe } from "vitest";
import { testAttacks } from "./container/attack-suite.ts";
import { testDataScience } from "./container/data-science-suite.ts";
import { testEndings } from "./container/ending-suite.ts";
import { testHardening } from "./container/hardening-suite.ts";
import { testImages } from "./container/image-suite.ts";
import { testKills } from "./container/kill-suite.ts";
import { testLimits } from "./container/limits-suite.ts";
import type { EngineName, TestEngine } from "./engines.ts";

export function testContainer(name: EngineName, engine: TestEngine): void {
  describe(`${name} containers`, () => {
    testHardening(engine);
    testAttacks(name, engine);
    testLimits(name, engine);
    testDataScience(engine);
    testImages(engine);
    testEndings(name, engine);
    testKills(name, engine);
  });
}
