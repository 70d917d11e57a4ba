import { RegistryError } from "./registry-error.ts";
import type { Catalog } from "./registry-types.ts";
import type { ServerEntry } from "./server-directory.ts";

/** The tools of all servers, asked in parallel, in the order of the servers. */
export async function collectCatalog(
  entries: readonly ServerEntry[],
  signal?: AbortSignal,
): Promise<Catalog> {
  const catalog: Catalog = { tools: [], failures: [] };
  const answers = await Promise.allSettled(entries.map(({ upstream }) => upstream.tools(signal)));
  for (const [index, answer] of answers.entries()) {
    if (answer.status === "fulfilled") {
      for (const tool of answer.value) catalog.tools.push(tool);
      continue;
    }
    const error: unknown = answer.reason;
    if (
      !(error instanceof RegistryError) ||
      error.code === "closed" ||
      error.code === "cancelled"
    ) {
      throw error;
    }
    catalog.failures.push({ server: entries[index]?.name ?? "", error });
  }
  return catalog;
}
