// Between the host and an engine: answers fail, come late or not at all, and the streams of containers are split, stand
// still or are cut, as whoever tests decides for each.
import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

export type AnswerFault =
  | "error 500"
  | "cut before the engine was asked"
  | "cut after the engine was asked"
  | "no answer"
  | "late"
  /** The engine is, whether or not anyone waits for its answer any more. */
  | "asked late";
export type StreamFault = "split" | "still" | "cut" | "still for ever";

export interface ProxyFaults {
  /** `asked` is such as `POST /containers/…/start?`. */
  answer?: (asked: string) => AnswerFault | undefined;
  /** Told what the engine answers where it is `asked late`. */
  onLateAnswer?: (body: string) => void;
  /** `afterMs` holds for all but `split`, which is from the start. */
  stream?: () => { fault: StreamFault; afterMs: number } | undefined;
}

export interface EngineProxy {
  close(): Promise<void>;
}

const lateMs = 2_000;
const askedLateMs = 6_000;
const stillMs = 2_500;

/** Both are paths of sockets. */
export async function startEngineProxy(
  from: string,
  to: string,
  faults: ProxyFaults,
): Promise<EngineProxy> {
  const sockets = new Set<Duplex>();
  const keep = <Stream extends Duplex>(stream: Stream): Stream => {
    sockets.add(stream);
    stream.once("close", () => sockets.delete(stream));
    // Whichever end goes first, the other follows.
    stream.on("error", () => {});
    return stream;
  };
  function answer(asked: IncomingMessage, response: ServerResponse): void {
    const fault = faults.answer?.(`${asked.method} ${asked.url}`);
    if (fault === "error 500") {
      asked.resume();
      response.writeHead(500, { "content-type": "application/json" });
      response.end('{"message":"injected"}');
      return;
    }
    if (fault === "cut before the engine was asked") return void asked.socket.destroy();
    if (fault === "asked late") return void askLater(asked, response).catch(() => {});
    const { method, url, headers } = asked;
    const passed = request({ socketPath: to, method, path: url, headers }, (given) => {
      if (fault === "cut after the engine was asked") {
        given.resume();
        asked.socket.destroy();
        return;
      }
      if (fault === "no answer") {
        given.resume();
        return;
      }
      const hand = (): void => {
        response.writeHead(given.statusCode ?? 500, given.headers);
        given.pipe(response);
      };
      if (fault === "late") setTimeout(hand, lateMs);
      else hand();
      given.once("error", () => asked.socket.destroy());
      given.once("close", () => {
        if (!given.complete) asked.socket.destroy();
      });
    });
    passed.on("error", () => asked.socket.destroy());
    response.once("close", () => passed.destroy());
    asked.pipe(passed);
  }

  async function askLater(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(asked);
    await sleep(askedLateMs);
    const { method, url, headers } = asked;
    const passed = request({ socketPath: to, method, path: url, headers });
    passed.on("error", () => asked.socket.destroy()).end(body);
    const [given] = (await once(passed, "response")) as [IncomingMessage];
    const said = await text(given);
    faults.onLateAnswer?.(said);
    response.writeHead(given.statusCode ?? 500, given.headers).end(said);
  }

  const server = createServer(answer);
  server.on("connection", keep);
  server.on("upgrade", (asked, client: Socket, head) => {
    const engine = keep(connect(to));
    const lines = [`${asked.method} ${asked.url} HTTP/1.1`];
    for (let place = 0; place < asked.rawHeaders.length; place += 2) {
      lines.push(`${asked.rawHeaders[place]}: ${asked.rawHeaders[place + 1]}`);
    }
    engine.write(`${lines.join("\r\n")}\r\n\r\n`);
    engine.write(head);
    const { fault, afterMs = 0 } = faults.stream?.() ?? {};
    const ways = [pass(client, engine, fault === "split"), pass(engine, client, fault === "split")];
    if (fault === undefined || fault === "split") return;
    setTimeout(() => {
      if (fault === "cut") client.destroy();
      else for (const way of ways) way.hold(fault === "still" ? stillMs : undefined);
    }, afterMs).unref();
  });
  await once(server.listen(from), "listening");
  return {
    async close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Reads on while it holds, so that the end of either side is seen. */
function pass(
  from: Duplex,
  to: Duplex,
  split: boolean,
): { hold(milliseconds: number | undefined): void } {
  let held: Buffer[] | undefined;
  const hand = (chunk: Buffer): void => {
    const first = split ? Math.min(chunk.length, 100) : 0;
    for (let place = 0; place < first; place += 1) to.write(chunk.subarray(place, place + 1));
    if (first < chunk.length) to.write(chunk.subarray(first));
  };
  from.on("data", (chunk: Buffer) => {
    if (held) held.push(chunk);
    else hand(chunk);
  });
  from.once("end", () => to.end());
  from.once("close", () => to.destroy());
  return {
    hold(milliseconds) {
      held = [];
      if (milliseconds === undefined) return;
      setTimeout(() => {
        for (const chunk of held ?? []) hand(chunk);
        held = undefined;
      }, milliseconds).unref();
    },
  };
}
