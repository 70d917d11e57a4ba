// Our client, as a place that can be asked and told things. A request or notification that belongs to a run goes the
// way of that run's answer: over HTTP a client need not listen anywhere else.
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { AnySchema, SchemaOutput } from "@modelcontextprotocol/sdk/server/zod-compat.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type {
  ClientCapabilities,
  ServerNotification,
  ServerRequest,
} from "@modelcontextprotocol/sdk/types.js";
import { shortVisibleText } from "./visible-text.ts";

/** The `tools/call` that a run answers. */
export interface McpCaller extends Pick<
  RequestHandlerExtra<ServerRequest, ServerNotification>,
  "sendRequest" | "sendNotification"
> {
  /** Tells the client how the run goes. */
  report(progress: string): void;
}

/** Our client, to be asked and told things. */
export interface ClientLink {
  /** Undefined before the client has introduced itself. */
  readonly capabilities: ClientCapabilities | undefined;
  /** How the client calls itself. */
  readonly name: string | undefined;
  /** How it introduced itself, of which nothing else is kept: it says what it likes, and as much as it likes. */
  readonly introduction: { name: string; version: string } | undefined;
  ask<Schema extends AnySchema>(
    request: ServerRequest,
    answer: Schema,
    options: { signal: AbortSignal; caller: McpCaller | undefined },
  ): Promise<SchemaOutput<Schema>>;
  /** Never throws: a client that has gone hears nothing. */
  tell(notification: ServerNotification, caller?: McpCaller): void;
}

// People take their time, and timers hold 31 bits.
const patienceMs = 2 ** 31 - 1;
// Clients give up a request that they hear nothing of, many after a minute.
const signOfLifeMs = 15_000;
// It stands in every line that the audit log has of its runs and their calls.
const maxNameCharacters = 200;

export function createClientLink(server: Server): ClientLink {
  return {
    get capabilities() {
      return server.getClientCapabilities();
    },
    get name() {
      const client = server.getClientVersion();
      const name = client?.title ?? client?.name;
      return name === undefined ? undefined : shortVisibleText(name, maxNameCharacters);
    },
    get introduction() {
      const client = server.getClientVersion();
      if (!client) return undefined;
      return {
        name: client.name.slice(0, maxNameCharacters),
        version: client.version.slice(0, maxNameCharacters),
      };
    },
    async ask(request, answer, { signal, caller }) {
      const options = { signal, timeout: patienceMs };
      if (!caller) return server.request(request, answer, options);
      const wait = (): void => caller.report("waiting for an answer to a question");
      wait();
      const waiting = setInterval(wait, signOfLifeMs);
      try {
        return await caller.sendRequest(request, answer, options);
      } finally {
        clearInterval(waiting);
      }
    },
    tell(notification, caller) {
      const told = caller
        ? caller.sendNotification(notification)
        : server.notification(notification);
      told.catch(() => {});
    },
  };
}
