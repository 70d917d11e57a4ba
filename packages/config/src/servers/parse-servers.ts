import { problemIn } from "../config-problem.ts";
import { parseJsonDocument, positionsIn } from "./json-document.ts";
import { noServers, type ParsedServers, type ParseServersOptions } from "./parsed-servers.ts";
import { readEntries } from "./read-entries.ts";
import { topLevelFaults } from "./server-keys.ts";

/**
 * Reads the servers under `mcpServers` and `servers` from JSON with comments. A faulty entry becomes a problem and leaves the
 * others alone. Where both keys name a server, `mcpServers` counts.
 */
export async function parseServers(
  text: string,
  options: ParseServersOptions,
): Promise<ParsedServers> {
  checkInput(text, options);
  const { source } = options;
  const { root, syntaxError } = parseJsonDocument(text);
  if (root === undefined) {
    const { message, position } = syntaxError;
    return noServers("invalid", [problemIn(source, message, { position })]);
  }
  const positionOf = positionsIn(text);
  const faults = topLevelFaults(root);
  const isWithoutServers = faults.some(({ lacksServers }) => lacksServers === true);
  if (isWithoutServers && options.serversOptional === true) return noServers("read");
  if (faults.length > 0) {
    const problems = faults.map(({ key, message }) => {
      const place = key && { path: [key.name], position: positionOf(key.offset) };
      return problemIn(source, message, place);
    });
    return noServers("invalid", problems);
  }
  return readEntries(root, positionOf, options);
}

function checkInput(text: unknown, options: ParseServersOptions): void {
  if (typeof text !== "string") {
    throw new TypeError("parseServers takes the JSON as a string: pass JSON.stringify(object).");
  }
  if (typeof options?.source !== "string") {
    throw new TypeError(
      "parseServers needs `source`, what messages call the text: pass {source: path}.",
    );
  }
}
