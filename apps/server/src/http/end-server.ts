import { once } from "node:events";
import type { Server } from "node:http";
import { setTimeout } from "node:timers/promises";

/** Accepts nothing more, waits until all that is asked is answered, but no longer than `closeMs`, and cuts the rest off. */
export async function endServer(
  server: Server,
  answered: () => Promise<void>,
  closeMs: number,
): Promise<void> {
  const closed = once(server, "close");
  server.close();
  // Idle connections are kept open for further requests, which would be refused now.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const enough = new AbortController();
  const time = setTimeout(closeMs, undefined, { signal: enough.signal });
  await Promise.race([Promise.all([answered(), closed]), time]);
  clearInterval(sweep);
  enough.abort();
  await time.catch(() => {});
  server.closeAllConnections();
  await closed;
}
