import { isDeepStrictEqual } from "node:util";
import { RegistryError } from "../registry-error.ts";
import type { LogEvent } from "../log-event.ts";

// Far more than any useful catalog has.
const maxItems = 50_000;
const maxPages = 5000;
const maxCharacters = 64 * 1024 * 1024;

/** The list to read, such as the `tools` of `tools/list`. */
export interface PagedList {
  server: string;
  method: string;
  key: string;
  log(level: LogEvent["level"], message: string): void;
}

/** The entries of all pages. Stops at repeated pages, and at a limit if there is no end. */
export async function readPages(
  request: (params: Record<string, unknown>) => Promise<Record<string, unknown>>,
  { server, method, key, log }: PagedList,
): Promise<unknown[]> {
  const items: unknown[] = [];
  const cursors = new Set<unknown>();
  let cursor: unknown;
  let before: unknown[] = [];
  let characters = 0;
  for (;;) {
    cursors.add(cursor);
    const answer = await request(cursor === undefined ? {} : { cursor });
    const page = answer[key] ?? [];
    if (!Array.isArray(page)) {
      const message = `Server "${server}" answered ${method} with something that is no list of ${key}.`;
      throw new RegistryError("invalid-answer", message, { server });
    }
    cursor = answer["nextCursor"] ?? undefined;
    const isRepeated = page.length > 0 && isDeepStrictEqual(page, before);
    // Not spread into push: a page may have more entries than a call may have arguments.
    if (!isRepeated) for (const item of page) items.push(item);
    if (cursor === undefined) return items;
    if (isRepeated || cursors.has(cursor)) {
      log("warning", `${method} goes in circles; stopped`);
      return items;
    }
    characters += writtenLength(page);
    if (items.length >= maxItems || cursors.size >= maxPages || characters > maxCharacters) {
      log(
        "warning",
        `${method} does not end; stopped after ${items.length} on ${cursors.size} pages`,
      );
      return items.slice(0, maxItems);
    }
    before = page;
  }
}

function writtenLength(page: unknown[]): number {
  try {
    return JSON.stringify(page).length;
  } catch {
    // Numbers may be longer when encoded than they were received, and together exceed the longest string.
    return Infinity;
  }
}
