// Collects bytes that arrive in pieces and joins them once. Small pieces are copied into blocks: if a client writes
// byte by byte, each piece would otherwise cost an object of a hundred bytes or more.
const smallBytes = 16 * 1024;
const blockBytes = 64 * 1024;

/** Bytes that wait to be taken together. */
export interface GatheredBytes {
  readonly size: number;
  add(part: Buffer): void;
  /** Everything since the last time, as one. */
  take(): Buffer;
}

export function createGatheredBytes(): GatheredBytes {
  let parts: Buffer[] = [];
  let block: Buffer | undefined;
  let used = 0;
  let size = 0;

  function closeBlock(): void {
    if (block && used > 0) parts.push(block.subarray(0, used));
    block = undefined;
    used = 0;
  }

  return {
    get size() {
      return size;
    },
    add(part) {
      size += part.length;
      if (part.length >= smallBytes) {
        closeBlock();
        parts.push(part);
        return;
      }
      if (used + part.length > blockBytes) closeBlock();
      block ??= Buffer.allocUnsafeSlow(blockBytes);
      part.copy(block, used);
      used += part.length;
    },
    take() {
      closeBlock();
      const bytes = Buffer.concat(parts, size);
      parts = [];
      size = 0;
      return bytes;
    },
  };
}
