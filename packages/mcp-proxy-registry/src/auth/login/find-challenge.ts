import { extractWWWAuthenticateParams } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import { RegistryError } from "../../registry-error.ts";
import type { UrlServerDefinition } from "../../servers/server-definition.ts";
import { createUrlTransports } from "../../transports/http/http-transport.ts";
import { withPlainError } from "../requests/bounded-response.ts";
import type { Challenge } from "../tokens/token-source.ts";

/**
 * Connects to a server without a token and lists its tools, to learn which login it requires. Undefined if it requires
 * none for that.
 */
export async function findChallenge(
  server: string,
  definition: UrlServerDefinition,
  mask: (text: string) => string,
  signal: AbortSignal,
): Promise<Challenge | undefined> {
  let challenge: Challenge | undefined;
  const listen: FetchLike = async (url, init) => {
    const response = await withPlainError(await fetch(url, init), mask);
    if (response.status === 401) challenge ??= extractWWWAuthenticateParams(response);
    return response;
  };
  for (const transport of createUrlTransports(definition, listen)) {
    const client = new Client({ name: "mcp-code-execution", version: "1" });
    try {
      await client.connect(transport.channel, { signal });
      if (client.getServerCapabilities()?.tools) await client.listTools(undefined, { signal });
      return challenge;
    } catch (error) {
      if (challenge) return challenge;
      signal.throwIfAborted();
      if (transport.isWrongTransport(error)) continue;
      const summary = mask(`Server "${server}" cannot be reached: ${transport.explain(error)}`);
      throw new RegistryError("login-failed", summary, { server });
    } finally {
      await transport.close();
      await client.close();
    }
  }
  return challenge;
}
