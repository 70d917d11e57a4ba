// What an attack must reach to have succeeded: things of this machine that the test itself put there.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export interface Canary {
  /** What attacks are told. The secret is not in it. */
  readonly known: Readonly<Record<string, string | number>>;
  /** In the files, in the environment, and said by the server to whoever says something. */
  readonly secret: string;
  /** What an attack returns when it did something, as opposed to having read something. */
  readonly done: string;
  /** How often something connected to the server. */
  connections(): number;
  /** Names in the folder. */
  files(): Promise<string[]>;
  close(): Promise<void>;
}

export async function createCanary(): Promise<Canary> {
  const secret = `secret-${randomUUID()}`;
  const done = `done-${randomUUID()}`;
  const folder = await mkdtemp(join(tmpdir(), "confinement-"));
  await writeFile(join(folder, "file.txt"), secret);
  await writeFile(join(folder, "file.json"), JSON.stringify({ secret }));
  await writeFile(join(folder, "module.mjs"), `export default ${JSON.stringify(secret)};`);
  await writeFile(join(folder, "thread.mjs"), `postMessage(${JSON.stringify(secret)});`);
  let connections = 0;
  const event = `data: ${secret}\n\n`;
  const head = `content-type: text/event-stream\r\ncontent-length: ${event.length}`;
  const server = createServer((socket) => {
    connections += 1;
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n${head}\r\n\r\n${event}`);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const file = (name: string): string => join(folder, name);
  const text = file("file.txt");
  return {
    secret,
    done,
    known: {
      done,
      folder,
      text,
      textUrl: pathToFileURL(text).href,
      json: file("file.json"),
      jsonUrl: pathToFileURL(file("file.json")).href,
      moduleUrl: pathToFileURL(file("module.mjs")).href,
      threadUrl: pathToFileURL(file("thread.mjs")).href,
      port: (server.address() as AddressInfo).port,
    },
    connections: () => connections,
    files: async () => (await readdir(folder)).toSorted(),
    async close() {
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}
