import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { LogEvent } from "../log-event.ts";
import type { UnansweredListener } from "./answer-guard.ts";
import type { OwnRequests } from "./own-requests.ts";

/** A way to one server: the channel the MCP client speaks through, and what there is to say about it. */
export interface UpstreamTransport {
  readonly channel: Transport;
  /** Why the server is gone, to follow "because": `its process exited with code 1`. */
  endReason(): string;
  /** What an error of the channel means, to follow "because". */
  explain(error: unknown): string;
  /** Lines for the user: the last stderr, how to try by hand. Secrets are masked. */
  details(): string;
  /** Whether the error means that this connection cannot go on, though its channel is not closed. */
  isFatal(error: unknown): boolean;
  /** Whether another transport may succeed where the start over this one failed so. */
  isWrongTransport(error: unknown): boolean;
  /** Whether a channel that reports errors may be dead without knowing, and a ping is needed to tell. */
  readonly needsProbe: boolean;
  /** Where no ping is needed: whether the error is of a server that is known to be there. */
  isOfLiving?(error: unknown): boolean;
  /** What came that is no JSON-RPC, where the channel does not report it as errors: how often, and the last of it. */
  garbage?(): { count: number; last: string };
  /** Whether the connection was given up because of what came. */
  isGarbled?(): boolean;
  /** Where requests can end without an answer: told which, and why. */
  onUnanswered?(listener: UnansweredListener): void;
  /**
   * Where each request has a connection of its own: told of requests that have their answer, and of those that nobody
   * waits for.
   */
  answered?(id: unknown): void;
  abandon?(id: unknown): void;
  /** Where messages are written here: asks without the SDK. Rejects with the errors that the SDK's client has. */
  ask?: OwnRequests["ask"];
  /** Resolves when nothing of it is left. */
  close(): Promise<void>;
}

/** What transports are given beside their definition. */
export interface TransportContext {
  log: (level: LogEvent["level"], message: string) => void;
  mask: (text: string) => string;
}
