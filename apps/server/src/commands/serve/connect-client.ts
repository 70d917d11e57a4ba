import type { Readable, Writable } from "node:stream";
import { type PendingRequests, watchRequests } from "../../client/pending-requests.ts";
import type { CodeExecutionServer } from "../../create-server.ts";
import { clientInput } from "./client-input.ts";
import { createClientTransport } from "./client-transport.ts";
import { createRefusalLog } from "./refusal-log.ts";

/** Where a client speaks and listens. */
export interface ClientStreams {
  input: Readable;
  output: Writable;
  log(line: string): void;
}

/** Has a server answer the client at two streams. Returns the function that ends the reading. */
export async function connectClient(
  { server, running }: Pick<CodeExecutionServer, "server" | "running">,
  { input, output, log }: ClientStreams,
): Promise<() => void> {
  const answer = (message: object): void => void output.write(`${JSON.stringify(message)}\n`);
  const messages = clientInput(input, { answer, log });
  const refused = createRefusalLog(log);
  let pending: PendingRequests | undefined;
  const transport = createClientTransport({
    input: messages,
    output,
    onRefused: refused.note,
    isInUse: (id) => pending?.has(id) ?? false,
  });
  await server.connect(transport);
  pending = watchRequests(transport, running, () => {});
  return () => {
    messages.stop();
    refused.end();
  };
}
