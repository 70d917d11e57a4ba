// Who is admitted: a request to the right address that no web page makes, with a token if there are any, over one of the
// few connections of its client.
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { type Client, createBearerTokens } from "./bearer-tokens.ts";
import { checkOrigin } from "./check-origin.ts";
import { limitClientConnections } from "./client-connections.ts";
import type { HttpSettings } from "./http-options.ts";
import type { Refusal } from "./refusal.ts";
import { limitSilentConnections } from "./silent-connections.ts";

/** Where the server answers. */
export const endpoint: string = "/mcp";

const tooManyConnections: Refusal = {
  status: 429,
  message: "You have too many connections here already. End one, or wait for its answer.",
  headers: { connection: "close" },
};

export interface Admission {
  /** A connection has begun; only an admitted request may keep it. */
  connected(socket: Socket): void;
  /** Resolves with the client, or why the request is refused. */
  admit(request: IncomingMessage): Promise<Client | Refusal>;
}

export function createAdmission(settings: HttpSettings): Admission {
  const tokens = createBearerTokens(settings.tokens);
  const silent = limitSilentConnections();
  const connections = limitClientConnections();
  return {
    connected: (socket) => silent.add(socket),
    async admit(request) {
      const refusal = checkOrigin(request, settings) ?? checkAddress(request);
      if (refusal) return refusal;
      const asked = await tokens.check(request);
      if ("status" in asked) return asked;
      if (!connections.letIn(asked.client, request.socket)) return tooManyConnections;
      silent.trust(request.socket);
      return asked;
    },
  };
}

function checkAddress({ url = "/" }: IncomingMessage): Refusal | undefined {
  if (!URL.canParse(url, "http://localhost")) {
    return { status: 400, message: "The address of the request is none." };
  }
  if (new URL(url, "http://localhost").pathname === endpoint) return undefined;
  return { status: 404, message: `There is nothing here but ${endpoint}.` };
}
