import { checkAsk, checkName } from "../check-input.ts";
import type { Registry } from "../registry-types.ts";
import type { UpstreamServer } from "../servers/upstream-server.ts";
import { getPrompt, listPrompts } from "./prompts.ts";
import { listResources, listResourceTemplates, readResource } from "./resources.ts";

/** What servers offer beside tools. */
export type Offers = Pick<
  Registry,
  "listResources" | "listResourceTemplates" | "readResource" | "listPrompts" | "getPrompt"
>;

/** `find` gives the server of a name; it throws if there is none. */
export function createOffers(find: (server: string) => UpstreamServer): Offers {
  return {
    async listResources(server, options) {
      const { signal } = checkAsk(options);
      return listResources(find(server), signal);
    },
    async listResourceTemplates(server, options) {
      const { signal } = checkAsk(options);
      return listResourceTemplates(find(server), signal);
    },
    async readResource(server, uri, options) {
      checkName("The uri", uri);
      const { signal } = checkAsk(options);
      return readResource(find(server), uri, signal);
    },
    async listPrompts(server, options) {
      const { signal } = checkAsk(options);
      return listPrompts(find(server), signal);
    },
    async getPrompt(server, prompt, args = {}, options) {
      checkName("The prompt", prompt);
      const { signal } = checkAsk(options);
      return getPrompt(find(server), prompt, args, signal);
    },
  };
}
