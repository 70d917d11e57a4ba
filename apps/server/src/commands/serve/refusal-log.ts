const windowMs = 1000;
const maxLines = 10;

/** A log that writes the first few lines of each second, and the number of the others; `end` writes what is left. */
export interface RefusalLog {
  note(line: string): void;
  end(): void;
}

/** Limits the log, since a client may send hundreds of thousands of invalid lines. */
export function createRefusalLog(
  log: (line: string) => void,
  now: () => number = () => performance.now(),
): RefusalLog {
  let since = -Infinity;
  let noted = 0;

  function end(): void {
    const more = noted - maxLines;
    if (more > 0) log(`the client sent ${more} more lines that are no messages`);
    noted = 0;
  }

  return {
    note(line) {
      if (now() - since >= windowMs) {
        end();
        since = now();
      }
      noted += 1;
      if (noted <= maxLines) log(`the client sent what is no message: ${line}`);
    },
    end,
  };
}
