import type { Catalog } from "@mcp-code-execution/mcp-proxy-registry";

// Every search tells of these servers again.
const maxReasons = 3;
const maxNames = 20;

/** What a model is told about servers whose tools a search could not take into account. */
export function unsearchedNotices(failures: Catalog["failures"]): string[] {
  const isStarting = ({ error }: (typeof failures)[number]): boolean =>
    error.code === "still-starting";
  const starting = failures.filter(isStarting).map(({ server }) => server);
  const failed = failures.filter((failure) => !isStarting(failure));
  const notices =
    failed.length <= maxReasons
      ? failed.map(({ server, error }) => unsearched([server], error.summary))
      : [
          unsearched(
            failed.map(({ server }) => server),
            "they cannot be used now; a call of one says why",
          ),
        ];
  if (starting.length > 0) {
    const are = starting.length > 1 ? "they are" : "it is";
    notices.push(unsearched(starting, `${are} still starting; search again later`));
  }
  return notices;
}

function unsearched(servers: readonly string[], reason: string): string {
  const names = servers.slice(0, maxNames).join(", ");
  const more = servers.length - maxNames;
  return `the tools of ${names}${more > 0 ? ` and ${more} more` : ""} were not searched: ${reason}`;
}
