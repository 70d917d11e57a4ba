// A client for plain requests, without dockerode. The guardian uses it: all that it needs is loaded when it starts, so it
// works even if an update has removed the program's files since, and it does not hold dockerode in memory all the time.
import { request as overHttp, type IncomingMessage } from "node:http";
import { request as overTls } from "node:https";
import { text } from "node:stream/consumers";
import { urlToHttpOptions } from "node:url";
import { callbackify } from "node:util";
import { clientOptions } from "./connect-engine.ts";
import type { Engine } from "./engine.ts";
import type { EngineClient, EngineRequest } from "./get-from-engine.ts";

/** As `connectEngine`, but the client has only what `requestFromEngine` needs. */
export async function connectPlainly(name: Engine["name"], address: string): Promise<EngineClient> {
  const { socketPath, host, port, agent } = await clientOptions(name, address);
  const url = new URL(host ?? "http://localhost");
  const request = url.protocol === "https:" ? overTls : overHttp;
  // Of an IPv6 address, the URL's own `hostname` has the brackets too.
  const { hostname } = urlToHttpOptions(url);
  const place = socketPath ? { socketPath } : { hostname, port: port ?? null };

  async function answerTo(asked: EngineRequest): Promise<unknown> {
    const { method, path, options, statusCodes, abortSignal: signal } = asked;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ ...place, agent, method, path: path + queryOf(options), signal }, resolve)
        .once("error", reject)
        .end();
    });
    const said = await text(answer);
    const { statusCode = 0 } = answer;
    if (!(statusCode in statusCodes))
      throw Object.assign(new Error(`HTTP ${statusCode}: ${said}`), { statusCode });
    return said === "" ? undefined : JSON.parse(said);
  }

  return { modem: { dial: callbackify(answerTo) } };
}

/** Engines take filters as JSON. */
function queryOf(options: EngineRequest["options"] = {}): string {
  const parts = Object.entries(options).map(([name, value]): [string, string] => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return new URLSearchParams(parts).toString();
}
