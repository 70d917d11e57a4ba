// What there is to reach on this machine: a file, a socket, ports, a name, a process, a variable, all with one secret.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createSocket } from "node:dgram";
import {
  connect,
  createServer,
  type AddressInfo,
  type NetConnectOpts,
  type Server,
} from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

export interface HostCanary {
  secret: string;
  folder: string;
  /** What the attacks are told. */
  known: Record<string, string | number>;
  /** All that were made to it so far, those included that a busy machine has not yet accepted. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

export async function createHostCanary(): Promise<HostCanary> {
  const secret = `canary-${randomUUID()}`;
  const folder = await mkdtemp(join(tmpdir(), "host-canary-"));
  await chmod(folder, 0o755);
  await writeFile(join(folder, "secret"), secret);
  let connections = 0;
  const listen = async (
    path?: string,
    address = "0.0.0.0",
  ): Promise<ReturnType<typeof createServer>> => {
    const server = createServer((socket) => {
      connections += 1;
      socket.on("error", () => {}).end();
    });
    if (path) server.listen(path);
    else server.listen(0, address);
    await once(server, "listening");
    return server;
  };
  const tcp = await listen();
  const tcp6 = await listen(undefined, "::1");
  const names = createSocket("udp4");
  names.on("message", (question, { port, address }) => {
    connections += 1;
    names.send(question, port, address);
  });
  names.bind(0, "127.0.0.1");
  await once(names, "listening");
  const named = await listen(join(folder, "engine.sock"));
  const abstract = await listen(`\0${secret}`);
  // What other processes may see of it: its command line and its environment. It ends with us.
  const bystander = spawn(process.execPath, ["-e", "process.stdin.resume()", secret], {
    stdio: ["pipe", "ignore", "ignore"],
    env: { CANARY: secret },
  });
  return {
    secret,
    folder,
    known: {
      secret,
      folder,
      port: (tcp.address() as AddressInfo).port,
      port6: (tcp6.address() as AddressInfo).port,
      dns: names.address().port,
      hostname: hostname(),
      process: bystander.pid ?? 0,
    },
    async connections() {
      // Connections are accepted in the order in which they were made: once ours is, so are all before it.
      for (const server of [tcp, tcp6, named, abstract]) {
        const own = connect(addressOf(server)).resume();
        await once(own, "close");
        connections -= 1;
      }
      return connections;
    },
    async close() {
      bystander.kill("SIGKILL");
      await once(bystander, "exit");
      for (const server of [tcp, tcp6, named, abstract]) server.close();
      names.close();
      await rm(folder, { recursive: true });
    },
  };
}

function addressOf(server: Server): NetConnectOpts {
  const found = server.address();
  if (typeof found === "string") return { path: found };
  return { port: found?.port ?? 0, host: found?.family === "IPv6" ? "::1" : "127.0.0.1" };
}
