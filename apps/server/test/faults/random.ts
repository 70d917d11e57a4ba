/** Numbers that a seed decides: https://en.wikipedia.org/wiki/Xorshift, 32 bits. */
export interface Random {
  /** 0 to below `limit`. */
  below(limit: number): number;
  pick<T>(choices: readonly T[]): T;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0 || 1;
  const below = (limit: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  return {
    below,
    pick: <T>(choices: readonly T[]): T => choices[below(choices.length)] as T,
  };
}
