// What the host holds for its sandboxes: answers that are not read, questions that wait, and frames whose end has not
// come. Each sandbox has a bound of its own; many of them together would still fill the host.

/** One sandbox, as far as the host holds something for it. */
export interface BytesHolder {
  readonly heldBytes: number;
  /** Ends it. */
  violate(what: string): void;
}

/** A bound on what is held for all sandboxes that share it. */
export interface HeldBytes {
  add(holder: BytesHolder): void;
  delete(holder: BytesHolder): void;
  /** Ends the one for which the most is held, where all hold too much together. */
  check(): void;
}

const mostBytes = 512 * 1024 * 1024;

/** `most` is in bytes, for all sandboxes together; default 512 MiB. */
export function createHeldBytes(most: number = mostBytes): HeldBytes {
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
        "it holds the most of what all sandboxes do not read, do not end or wait for",
      );
    },
  };
}
