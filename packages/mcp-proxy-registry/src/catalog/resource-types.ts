// Resources and prompts as servers send them: the fields that MCP requires, and whatever else there is.

/** One resource of a server: `{uri, name, title?, description?, mimeType?, size?}`. */
export type Resource = { uri: string; name: string } & Record<string, unknown>;

/** A pattern of resources, as RFC 6570 writes URI templates. */
export type ResourceTemplate = { uriTemplate: string; name: string } & Record<string, unknown>;

/** A resource's content: `text`, or `blob` in base64, and `mimeType` where it is known. */
export type ResourceContent = { uri: string } & Record<string, unknown>;

/** What reading a resource gives: one part or several. */
export interface ReadResourceResult {
  contents: ResourceContent[];
}

/** One prompt of a server: `{name, title?, description?, arguments?}`. */
export type Prompt = { name: string } & Record<string, unknown>;

/** A message of a prompt. `content` is a block, as in a tool's result. */
export interface PromptMessage {
  role: string;
  content: { type: string } & Record<string, unknown>;
}

/** A prompt, filled in. */
export interface PromptResult {
  description?: string;
  messages: PromptMessage[];
}
