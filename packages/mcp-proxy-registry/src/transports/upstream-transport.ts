import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { LogEvent } from "../log-event.ts";
import type { UnansweredListener } from "./http/answer-guard.ts";
import type { OwnRequests } from "./own-requests.ts";

/** A transport to one server: the channel of the MCP client, and information about it. */
export interface UpstreamTransport {
  readonly channel: Transport;
  /** Of a server behind a URL, without what may be secret in it. Not for code in the sandbox. */
  readonly address?: string;
  /**
   * Why the server is gone, to follow "because": `its process exited with code 1`.
   * @param error of a request for a sign of life, if it was given up since that failed
   */
  endReason(error?: unknown): string;
  /** What an error of the channel means, to follow "because". */
  explain(error: unknown): string;
  /** Lines for the user, about that error: the last stderr, how to try by hand, the address. Secrets are masked. */
  details(error?: unknown): string;
  /** Whether the error means that this connection is unusable, although its channel is not closed. */
  isFatal(error: unknown): boolean;
  /** Whether another transport may succeed after this one failed with that error. */
  isWrongTransport(error: unknown): boolean;
  /** Whether a channel with errors may be dead without noticing, so that a ping is needed. */
  readonly needsProbe: boolean;
  /** If no ping is needed: whether the error comes from a server that is known to be running. */
  isOfLiving?(error: unknown): boolean;
  /** Data that was not JSON-RPC, if the channel does not report it as errors: how often, and the last piece. */
  garbage?(): { count: number; last: string };
  /** Whether the connection was ended because of what the server sent. */
  isGarbled?(): boolean;
  /** If requests can end without an answer: calls the listener with their ids and the reason. */
  onUnanswered?(listener: UnansweredListener): void;
  /**
   * If each request has its own connection: called for requests that have their answer, and for those that nobody waits
   * for.
   */
  answered?(id: unknown): void;
  abandon?(id: unknown): void;
  /**
   * If messages are written by our own code: makes a request without the SDK. The asker is told the same errors as by the
   * SDK's client.
   */
  ask?: OwnRequests["ask"];
  /** Resolves when nothing of it is left. */
  close(): Promise<void>;
}

/** What transports receive in addition to their definition. */
export interface TransportContext {
  log: (level: LogEvent["level"], message: string) => void;
  mask: (text: string) => string;
}
