// What only containers have: their hardening and images. What attacks them is in hostile/containers.ts.
import { describe } from "vitest";
import { testCompiled } from "./container/compiled-suite.ts";
import { testDataScience } from "./container/data-science-suite.ts";
import { testFrames } from "./container/frames-suite.ts";
import { testHardening } from "./container/hardening-suite.ts";
import { testImages } from "./container/image-suite.ts";
import { testPipes } from "./container/pipes-suite.ts";
import { testSharedMemory } from "./container/shared-memory-suite.ts";
import { testTls } from "./container/tls-suite.ts";
import type { EngineName, TestEngine } from "./engines.ts";

export function testContainer(name: EngineName, engine: TestEngine): void {
  describe(`${name} containers`, () => {
    testHardening(engine);
    testDataScience(engine);
    testImages(engine);
    testFrames(engine);
    testCompiled(engine);
    testSharedMemory(engine);
    testTls(engine);
    if (engine.direct) testPipes(engine);
  });
}
