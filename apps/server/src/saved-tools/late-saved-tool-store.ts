import type { SavedToolStore } from "@mcp-code-execution/sandbox-runtime";
import { latePart } from "../replaced-files-error.ts";

/** As `createSavedToolStore`, but the code is loaded at the first use. */
export function lateSavedToolStore(folder: string): SavedToolStore {
  let loading: Promise<SavedToolStore> | undefined;
  const store = (): Promise<SavedToolStore> =>
    (loading ??= latePart(
      "createSavedToolStore",
      () => import("./create-saved-tool-store.ts"),
    ).then((createSavedToolStore) => createSavedToolStore(folder)));
  return {
    list: async () => (await store()).list(),
    save: async (tool, options) => (await store()).save(tool, options),
    remove: async (name, options) => (await store()).remove(name, options),
  };
}
