// The battery's cases of this package: see packages/sandbox-runtime/test/hostile/hostile-case.ts.
import { it } from "vitest";

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

export function defineCase(runtime: string, found: HostileCase, test: () => Promise<void>): void {
  const options = { timeout: 120_000, meta: { hostile: { ...found, runtime } } };
  it(`[${found.id}] ${found.name}`, options, test);
}
