import type { Random } from "./random.ts";

/** One way in which something outside of ours fails. */
export interface Fault {
  name: string;
  /** Resolves when what it broke works again, or is gone for good; false where there was nothing to break. */
  inject(random: Random, signal: AbortSignal): Promise<boolean>;
}
