import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { ServerDescription } from "../servers/server-summary.ts";

/** A server's description of itself in the handshake. */
export type Introduction = Omit<ServerDescription, "name" | "alias" | "description">;

/** How the server that a client is connected to introduced itself. */
export function introductionOf(client: Client, protocolVersion: string | undefined): Introduction {
  const info = client.getServerVersion();
  const instructions = client.getInstructions();
  return {
    capabilities: { ...client.getServerCapabilities() },
    ...(info?.title !== undefined && { title: info.title }),
    ...(info?.version !== undefined && { version: info.version }),
    ...(instructions !== undefined && { instructions }),
    ...(protocolVersion !== undefined && { protocolVersion }),
  };
}
