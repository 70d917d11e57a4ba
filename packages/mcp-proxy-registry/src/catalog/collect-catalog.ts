import { abortSignalOf, type CancelSignal } from "../cancelling/cancel-signal.ts";
import { RegistryError } from "../registry-error.ts";
import type { Catalog, CatalogOptions } from "./catalog-types.ts";
import type { ServerEntry } from "../servers/server-directory.ts";

// The minimum time to wait for slow servers, and the time to wait for the first answer.
const firstPatienceMs = 10_000;
const leastPatienceMs = 5000;

/** The tools of all these servers, requested in parallel, in the order of the servers. */
export async function collectCatalog(
  entries: readonly ServerEntry[],
  { signal, stragglers = "wait" }: CatalogOptions,
): Promise<Catalog> {
  const patience = stragglers === "leave" ? createPatience() : undefined;
  const either = combine(signal, patience?.signal);
  const answers = await Promise.allSettled(
    entries.map(async ({ upstream }) => {
      const tools = await upstream.tools(either);
      patience?.answered();
      return tools;
    }),
  );
  patience?.stop();
  const catalog: Catalog = { tools: [], failures: [] };
  for (const [index, answer] of answers.entries()) {
    if (answer.status === "fulfilled") {
      for (const tool of answer.value) catalog.tools.push(tool);
      continue;
    }
    const server = entries[index]?.name ?? "";
    const error = asFailure(server, answer.reason, signal);
    catalog.failures.push({ server, error });
  }
  return catalog;
}

/** Rethrows errors that concern not one server but the whole catalog. */
function asFailure(
  server: string,
  error: unknown,
  signal: CancelSignal | undefined,
): RegistryError {
  if (!(error instanceof RegistryError) || signal?.aborted) throw error;
  if (error.code !== "cancelled") return error;
  const message = `Server "${server}" is still starting; ask again later.`;
  return new RegistryError("still-starting", message, { server });
}

interface Patience {
  /** Aborted when slow servers have taken twice as long as the slowest of the others. */
  readonly signal: AbortSignal;
  answered(): void;
  stop(): void;
}

function createPatience(): Patience {
  const controller = new AbortController();
  const begin = performance.now();
  const giveUp = (): void => controller.abort();
  let timer = setTimeout(giveUp, firstPatienceMs);
  return {
    signal: controller.signal,
    answered() {
      const took = performance.now() - begin;
      clearTimeout(timer);
      timer = setTimeout(giveUp, Math.max(took, leastPatienceMs - took));
    },
    stop: () => clearTimeout(timer),
  };
}

function combine(one?: CancelSignal, other?: AbortSignal): CancelSignal | undefined {
  return one && other ? AbortSignal.any([abortSignalOf(one), other]) : (one ?? other);
}
