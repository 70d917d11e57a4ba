import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import { latePart } from "../../late-part.ts";
import type { ServerFetchOptions } from "./server-fetch.ts";

/** As `createServerFetch`, but the code for logins and tokens is loaded with the first request. */
export function createLateServerFetch(options: ServerFetchOptions): FetchLike {
  let loading: Promise<FetchLike> | undefined;
  return async (url, init) => {
    loading ??= latePart("createServerFetch", () => import("./server-fetch.ts")).then(
      (createServerFetch) => createServerFetch(options),
    );
    return (await loading)(url, init);
  };
}
