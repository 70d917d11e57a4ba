// Requests and notifications to our client. One that belongs to a run is sent on the stream of that run's answer, since
// over HTTP a client need not listen to any other.
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { AnySchema, SchemaOutput } from "@modelcontextprotocol/sdk/server/zod-compat.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type {
  ClientCapabilities,
  ServerNotification,
  ServerRequest,
} from "@modelcontextprotocol/sdk/types.js";
import { shortVisibleText } from "./visible-text.ts";

/** The `tools/call` request that a run answers. */
export interface McpCaller extends Pick<
  RequestHandlerExtra<ServerRequest, ServerNotification>,
  "sendRequest" | "sendNotification"
> {
  /** Reports the run's progress to the client. */
  report(progress: string): void;
}

/** Sends requests and notifications to our client. */
export interface ClientLink {
  /** Undefined before the client has introduced itself. */
  readonly capabilities: ClientCapabilities | undefined;
  /** The client's own name. */
  readonly name: string | undefined;
  /** How it introduced itself, of which nothing else is kept: it says what it likes, and as much as it likes. */
  readonly introduction: { name: string; version: string } | undefined;
  ask<Schema extends AnySchema>(
    request: ServerRequest,
    answer: Schema,
    options: { signal: AbortSignal; caller: McpCaller | undefined },
  ): Promise<SchemaOutput<Schema>>;
  /** Sends a notification. Never throws, even if the client has gone. */
  tell(notification: ServerNotification, caller?: McpCaller): void;
}

// The longest possible timer, since people take their time.
const patienceMs = 2 ** 31 - 1;
// Clients cancel a request without progress, many of them after a minute.
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
