// What a case of the battery says of itself. scripts/hostile-table.mjs prints it; docs/security.md names the ids.
import type { TestOptions } from "vitest";

export interface HostileCase {
  /** Number of its heading, a dot, and a name: `3.loopback`. The headings are in scripts/hostile-table.mjs. */
  id: string;
  /** What the attacker tries. */
  name: string;
  /** What stands in the way. */
  protection: string;
  /**
   * How it is known that the case fails without its protection. `control`: the same attempt is made beside it where the
   * protection is missing, and must succeed. `mutation`: scripts/hostile-mutations.json takes the protection away, and
   * `npm run test:hostile:mutations` sees the case fail. Else a sentence why it is not known.
   */
  checked: "control" | "mutation" | (string & {});
}

declare module "vitest" {
  interface TaskMeta {
    hostile?: HostileCase & { runtime: string };
  }
}

/** Options of a test that is a case: `it(`[${found.id}] ${found.name}`, hostile("docker", found), …)`. */
export function hostile(
  runtime: string,
  { id, name, protection, checked }: HostileCase,
): TestOptions {
  return { meta: { hostile: { id, name, protection, checked, runtime } } };
}

/** `Deno.readTextFile` → `deno-readtextfile`. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
