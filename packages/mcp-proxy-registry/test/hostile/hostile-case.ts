// The battery's cases of this package: see packages/sandbox-runtime/test/hostile/hostile-case.ts.
import type { TestOptions } from "vitest";

export interface HostileCase {
  id: string;
  name: string;
  protection: string;
  checked: "control" | "mutation" | (string & {});
}

declare module "vitest" {
  interface TaskMeta {
    hostile?: HostileCase & { runtime: string };
  }
}

/** Options of a test that is a case. */
export function hostile(found: HostileCase): TestOptions {
  return { meta: { hostile: { ...found, runtime: "host" } } };
}
