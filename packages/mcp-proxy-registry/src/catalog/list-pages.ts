import type { CancelSignal } from "../cancelling/cancel-signal.ts";
import type { UpstreamServer } from "../servers/upstream-server.ts";

/** A list of a server that has the capability. `key`: where its entries are in an answer. */
interface PagedList {
  capability: string;
  method: string;
  key: string;
}

/** All pages of a list, as the server sent them. */
export function listPages(
  upstream: UpstreamServer,
  { capability, method, key }: PagedList,
  signal?: CancelSignal,
): Promise<unknown[]> {
  return upstream.ask({ capability, about: method }, signal, (connection, own) =>
    connection.list(method, key, own),
  );
}
