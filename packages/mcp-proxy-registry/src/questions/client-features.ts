// What upstream servers may ask of our side: the features that the person's own client can answer for.
import type { JsonSchemaObject } from "../schemas/json-schema.ts";
import type { ServerLogMessage } from "../calls/call-types.ts";

/** Which question is asked, beside its words. */
export interface Question {
  /** The name of the server that asks. */
  server: string;
  /** Aborted when nobody waits for the answer any more: the server or the call withdrew, or the server is gone. */
  signal: AbortSignal;
  /** The `context` values of the calls under way on that server. A question does not say which of them it belongs to. */
  contexts: readonly unknown[];
}

/** The params of `sampling/createMessage`, as MCP defines them. */
export type SamplingParams = Record<string, unknown>;

/** The result of `sampling/createMessage`, as MCP defines it: `{model, role, content, stopReason?}`. */
export type SamplingResult = Record<string, unknown>;

/** A form to be filled in by the person. */
export interface ElicitationForm {
  message: string;
  /** A flat JSON Schema of the fields. */
  requestedSchema: JsonSchemaObject;
}

/** A page to be opened by the person. */
export interface ElicitationUrl {
  message: string;
  url: string;
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
 * What our side answers for. A feature that is absent is not declared to servers, and refused as MCP says.
 * While a question is being answered the time-outs of all calls of that server stand still.
 */
export interface ClientFeatures {
  sample?(params: SamplingParams, question: Question): Promise<SamplingResult>;
  /** Whether `sample` takes `tools` and `toolChoice`. Without it such a request is refused. */
  sampleWithTools?: boolean;
  elicit?: {
    form?(params: ElicitationForm, question: Question): Promise<ElicitationResult>;
    url?(params: ElicitationUrl, question: Question): Promise<ElicitationResult>;
    /** A server says that what was begun with `url` is done. */
    onUrlDone?(server: string, elicitationId: string): void;
  };
  listRoots?(question: Question): Promise<{ roots: Root[] }>;
  /** A log message of a server; `contexts` as in a question. */
  onServerLog?(message: ServerLogMessage, contexts: readonly unknown[]): void;
}
