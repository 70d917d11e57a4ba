import type { EngineName, TestEngine } from "./engines.ts";
export function testContainer(name: EngineName, engine: TestEngine): void {}
