// The memory that the host uses for its sandboxes: answers that are not read, calls that wait, and incomplete frames.
// Each sandbox has its own limit, but many of them together could still fill the host's memory.
import { getHeapStatistics } from "node:v8";
import { positive } from "../check-options.ts";

/** A sandbox for which the host holds data. */
export interface BytesHolder {
  readonly heldBytes: number;
  /** Ends it. */
  violate(what: string): void;
}

/** A limit on what is held for all sandboxes that share it. */
export interface HeldBytes {
  add(holder: BytesHolder): void;
  delete(holder: BytesHolder): void;
  /** If the total exceeds the limit, ends the sandbox for which the most is held. */
  check(): void;
}

const maxBytes = 512 * 1024 * 1024;
/** What is held may take up to three times as many bytes of V8's heap as are counted. */
const shareOfHeap = 1 / 4;

/**
 * `most` is in bytes, for all sandboxes together; default 512 MiB, or a quarter of the most that V8's heap may take, if
 * that is less. Throws a SandboxError `invalid-options`.
 */
export function createHeldBytes(most: number = defaultBytes()): HeldBytes {
  positive("The number of bytes", most);
  const holders = new Set<BytesHolder>();
  return {
    add: (holder) => void holders.add(holder),
    delete: (holder) => void holders.delete(holder),
    check() {
      let sum = 0;
      let greediest: BytesHolder | undefined;
      for (const holder of holders) {
        sum += holder.heldBytes;
        if (holder.heldBytes > (greediest?.heldBytes ?? 0)) greediest = holder;
      }
      if (sum <= most || !greediest) return;
      holders.delete(greediest);
      greediest.violate(
        "it holds the most unread answers, incomplete frames and waiting calls, of which all sandboxes together have too many",
      );
    },
  };
}

function defaultBytes(): number {
  return Math.min(maxBytes, getHeapStatistics().heap_size_limit * shareOfHeap);
}
