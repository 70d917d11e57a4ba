// An address says everything that is needed to reach an engine again from another process:
//   unix:///run/docker.sock                     a socket
//   npipe:////./pipe/docker_engine              a named pipe of Windows
//   tcp://host:2376?tls=/folder[&verify=no]     ca.pem, cert.pem and key.pem, whichever are in that folder
//   ssh://user@host:22/run/podman/podman.sock[?identity=/file][&machine=yes]
import { existsSync } from "node:fs";
import type { Agent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { join } from "node:path";
import type Docker from "dockerode";
import { explainMissing } from "../../../replaced-files.ts";
import type { Engine } from "./engine.ts";
import { readShortFile } from "./read-short-file.ts";
import { createSshAgent } from "./ssh-agent.ts";

/**
 * A client for the engine at an address, as `Engine.address` gives it. Nothing is sent yet.
 * The name matters for an engine behind ssh, where that engine's command line forwards the connection. Rejects if the
 * address is malformed or its certificates cannot be read.
 */
export async function connectEngine(name: Engine["name"], address: string): Promise<Docker> {
  const options = await clientOptions(name, address);
  // Loading it takes longer than loading the rest of this package.
  const { default: Client } = await import("dockerode").catch(explainMissing);
  return new Client({ ...nothingFromTheEnvironment, ...options });
}

/** Closes the connections that a client keeps open; its requests in progress fail. */
export function disconnectEngine(client: Docker): void {
  (client.modem as { agent?: Agent }).agent?.destroy();
}

export type ClientOptions = Docker.DockerOptions & { agent?: Agent };

// dockerode takes missing options from DOCKER_HOST, which may name another engine.
const nothingFromTheEnvironment: ClientOptions = {
  protocol: "http",
  host: undefined,
  port: undefined,
  username: undefined,
  socketPath: undefined,
  ca: undefined,
  cert: undefined,
  key: undefined,
  timeout: undefined,
};

/** What the address says, in the words of dockerode. Rejects like `connectEngine`. */
export async function clientOptions(name: Engine["name"], address: string): Promise<ClientOptions> {
  const scheme = /^[a-z]+(?=:\/\/)/.exec(address)?.[0];
  const rest = address.slice(address.indexOf("://") + "://".length);
  switch (scheme) {
    case "unix":
    case "npipe":
      return { socketPath: rest };
    case "http":
    case "https":
    case "tcp":
      return overNetwork(new URL(`http://${rest}`), scheme === "https");
    case "ssh":
      return { host: "http://ssh", agent: createSshAgent(name, new URL(address)) };
    default:
      throw new Error(
        `the address ${JSON.stringify(address)} must begin with unix://, npipe://, tcp:// or ssh://`,
      );
  }
}

async function overNetwork(url: URL, isTls: boolean): Promise<ClientOptions> {
  const folder = url.searchParams.get("tls");
  if (folder === null && !isTls) {
    return { host: `http://${url.hostname}`, port: url.port || 2375 };
  }
  const read = async (file: string): Promise<Buffer | undefined> => {
    const path = join(folder ?? "", file);
    return folder && existsSync(path) ? readShortFile(path) : undefined;
  };
  const agent = new TlsAgent({
    keepAlive: true,
    ca: await read("ca.pem"),
    cert: await read("cert.pem"),
    key: await read("key.pem"),
    rejectUnauthorized: url.searchParams.get("verify") !== "no",
  });
  return { protocol: "https", host: `https://${url.hostname}`, port: url.port || 2376, agent };
}
