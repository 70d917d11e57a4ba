/** Work that is done once for all who ask for it while it goes on; they share how it ends. */
export type SharedWork<T> = (key: string, work: () => Promise<T>) => Promise<T>;

/**
 * An authorization server that does not answer is asked once for all calls that wait for it, and not by one after the
 * other for half a minute each.
 */
export function createSharedWork<T>(): SharedWork<T> {
  const underWay = new Map<string, Promise<T>>();
  return (key, work) => {
    const known = underWay.get(key);
    if (known) return known;
    const mine = work().finally(() => underWay.delete(key));
    underWay.set(key, mine);
    return mine;
  };
}
