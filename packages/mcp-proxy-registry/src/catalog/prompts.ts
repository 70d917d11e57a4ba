import type { CancelSignal } from "../cancelling/cancel-signal.ts";
import { asArray, isObject } from "../json-value.ts";
import { withKnownNames } from "./known-names.ts";
import { listPages } from "./list-pages.ts";
import type { Prompt, PromptMessage, PromptResult } from "./resource-types.ts";
import type { UpstreamServer } from "../servers/upstream-server.ts";

/** All pages of `prompts/list`; entries without a name are left out. */
export async function listPrompts(
  upstream: UpstreamServer,
  signal?: CancelSignal,
): Promise<Prompt[]> {
  const list = { capability: "prompts", method: "prompts/list", key: "prompts" };
  const listed = await listPages(upstream, list, signal);
  return listed.filter(isPrompt);
}

/** One prompt, filled in. */
export async function getPrompt(
  upstream: UpstreamServer,
  name: string,
  args: Record<string, string>,
  signal?: CancelSignal,
): Promise<PromptResult> {
  const ask = { capability: "prompts", about: `prompt ${JSON.stringify(name)}` };
  const asked = upstream.ask(ask, signal, (connection, own) =>
    connection.request("prompts/get", { name, arguments: args }, { signal: own }),
  );
  const answer = await asked.catch(async (error: unknown) => {
    throw await withKnownNames(error, {
      kind: "prompt",
      wrong: name,
      names: async () => (await listPrompts(upstream, signal)).map((prompt) => prompt.name),
    });
  });
  const { description } = answer;
  return {
    ...(typeof description === "string" && { description }),
    messages: asArray(answer["messages"]).filter(isMessage),
  };
}

function isPrompt(value: unknown): value is Prompt {
  return isObject(value) && typeof value["name"] === "string";
}

function isMessage(value: unknown): value is PromptMessage {
  return isObject(value) && typeof value["role"] === "string" && isObject(value["content"]);
}
