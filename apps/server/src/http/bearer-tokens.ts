import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Refusal } from "./refusal.ts";

/** The origin of a request: `client` is the same for all requests with one token, or from one address. */
export interface Client {
  client: string;
}

/** The tokens that admit clients. */
export interface BearerTokens {
  /**
   * Resolves with the client, or why the request is refused. A valid token always passes, even after invalid ones from
   * the same address, which may be a proxy's.
   */
  check(request: IncomingMessage): Promise<Client | Refusal>;
}

const wrongTokens = { points: 20, duration: 60 };
const header = { "www-authenticate": "Bearer" };

/** Compares digests of equal length, so that the time taken reveals neither a token's length nor its beginning. */
export function createBearerTokens(tokens: readonly string[]): BearerTokens {
  const known = tokens.map(digest);
  const wrong = new RateLimiterMemory(wrongTokens);

  function clientOf(request: IncomingMessage): string | undefined {
    const asked = digest(tokenIn(request) ?? "");
    let match: Buffer | undefined;
    // All known tokens are compared, even after a match.
    for (const token of known) if (timingSafeEqual(token, asked)) match = token;
    return match && `token ${match.toString("hex")}`;
  }

  return {
    async check(request) {
      const address = request.socket.remoteAddress ?? "unknown";
      if (known.length === 0) return { client: `address ${address}` };
      const client = clientOf(request);
      if (client !== undefined) return { client };
      const limit = await wrong.get(address);
      if (limit && limit.remainingPoints <= 0) {
        const seconds = Math.ceil(limit.msBeforeNext / 1000);
        return {
          status: 429,
          message: `Too many requests with a wrong token came from your address. Try again in ${seconds} s.`,
          headers: { "retry-after": String(seconds) },
        };
      }
      if (tokenIn(request) === undefined) {
        return {
          status: 401,
          message: "This server needs a token: send the header Authorization: Bearer <token>.",
          headers: header,
        };
      }
      await wrong.consume(address).catch(() => {});
      return { status: 401, message: "The token is not one of this server's.", headers: header };
    },
  };
}

function tokenIn({ headers }: IncomingMessage): string | undefined {
  return /^bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
}

function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
