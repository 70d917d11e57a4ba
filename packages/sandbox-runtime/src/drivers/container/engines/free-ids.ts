/** Consecutive ids that are free for users and for groups alike. */
export interface FreeIds {
  first: number;
  count: number;
}

/**
 * For containers whose ids are those of the machine. systemd, shadow and SSSD give none of these to people, services,
 * containers or subordinate ids, and engines accept no higher ones than 2,147,483,647.
 */
export const freeIdsOfMachine: FreeIds = idsBetween(0x7800_0000, 0x7ffe_0000);

/** For containers whose ids are mapped to the engine's own: above those that images use. `end`: the first unmapped id. */
export function freeMappedIds(end = 65_536): FreeIds | undefined {
  const highest = Math.min(end, 60_000);
  const first = highest > 21_000 ? 20_000 : Math.ceil(highest / 2);
  return highest - first > 1 ? idsBetween(first, highest) : undefined;
}

function idsBetween(first: number, end: number): FreeIds {
  return { first, count: end - first };
}
