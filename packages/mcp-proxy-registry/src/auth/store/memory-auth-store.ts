import type { AuthStore } from "./auth-store.ts";

/** Stores logins in memory, for clients that can always get a new token by themselves. */
export function memoryAuthStore(): AuthStore {
  const texts = new Map<string, string>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    read: async (url) => texts.get(url),
    async write(url, text) {
      texts.set(url, text);
    },
    remove: async (url) => texts.delete(url),
    exclusively(_url, work) {
      const mine = last.then(work);
      last = mine.catch(() => {});
      return mine;
    },
  };
}
