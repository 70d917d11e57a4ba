// The client features that upstream servers may use: those of the person's own client.
import type { JsonSchemaObject } from "../schemas/json-schema.ts";
import type { ServerLogMessage } from "../calls/call-types.ts";

/** The circumstances of a question. */
export interface Question {
  /** The name of the server that asks. */
  server: string;
  /**
   * Aborted when nobody waits for the answer any longer: the server or the call cancelled it, or the server is gone.
   */
  signal: AbortSignal;
  /**
   * The `context` values of the calls in progress on that server. A question does not say which of them it belongs to.
   */
  contexts: readonly unknown[];
}

/** The params of `sampling/createMessage`, as MCP defines them. */
export type SamplingParams = Record<string, unknown>;

/** The result of `sampling/createMessage`, as MCP defines it: `{model, role, content, stopReason?}`. */
export type SamplingResult = Record<string, unknown>;

/** A form to be filled in by the person. */
export interface ElicitationForm {
  /** The server's words; as trustworthy as the server. */
  message: string;
  /** A flat JSON Schema of the fields. */
  requestedSchema: JsonSchemaObject;
}

/** A page to be opened by the person. */
export interface ElicitationUrl {
  /** The server's words; as trustworthy as the server. */
  message: string;
  url: string;
  /** The server's id of this question, with which it reports that the page is done. */
  elicitationId: string;
}

/** What the person did. `content` only with `accept`, and only of a form. */
export interface ElicitationResult {
  action: "accept" | "decline" | "cancel";
  content?: Record<string, string | number | boolean | string[]>;
}

/** A folder or file that servers may work with. */
export interface Root {
  /** A `file://` URI. */
  uri: string;
  name?: string;
}

/**
 * The features of our client. An absent feature is not declared to servers, and is refused as MCP specifies. While a
 * question is being answered, the time-outs of all calls of that server are paused.
 */
export interface ClientFeatures {
  /** Has a model answer. */
  sample?(params: SamplingParams, question: Question): Promise<SamplingResult>;
  /** Whether `sample` takes `tools` and `toolChoice`. Without it such a request is refused. */
  sampleWithTools?: boolean;
  /** Asks the person. */
  elicit?: {
    /** To fill in a form. */
    form?(params: ElicitationForm, question: Question): Promise<ElicitationResult>;
    /** To open a page. */
    url?(params: ElicitationUrl, question: Question): Promise<ElicitationResult>;
    /** Called when a server reports that what was started with `url` is done. */
    onUrlDone?(server: string, elicitationId: string): void;
  };
  /** The folders and files that servers may work with. */
  listRoots?(question: Question): Promise<{ roots: Root[] }>;
  /** A log message of a server; `contexts` as in a question. */
  onServerLog?(message: ServerLogMessage, contexts: readonly unknown[]): void;
}
