import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { Agent } from "node:http";
import type { Socket } from "node:net";
import { devNull } from "node:os";
import { Duplex } from "node:stream";
import type { Engine } from "./engine.ts";
import { startFolder } from "./start-folder.ts";

/**
 * Carries HTTP to an engine on another machine, as the docker command line does: the user's own `ssh` runs
 * `docker system dial-stdio` there. So known hosts, keys, agents and ~/.ssh/config apply as they do in a terminal.
 */
export function createSshAgent(name: Engine["name"], url: URL): Agent {
  return new SshAgent(sshArguments(name, url));
}

/** Arguments of `ssh`. It must never prompt, since nobody would see the prompt. */
export function sshArguments(name: Engine["name"], url: URL): string[] {
  const socket = decodeURIComponent(url.pathname);
  const identity = url.searchParams.get("identity");
  const atSocket = `${name === "podman" ? "--url" : "--host"} ${shellQuote(`unix://${socket}`)} `;
  const address = url.hostname.replace(/^\[|\]$/g, "");
  return [
    "-T",
    "-oBatchMode=yes",
    ...(isOwnMachine(url) ? acceptAnyHostKey : []),
    ...(identity === null ? [] : ["-i", identity]),
    ...(url.username === "" ? [] : ["-l", decodeURIComponent(url.username)]),
    ...(url.port === "" ? [] : ["-p", url.port]),
    "--",
    address,
    `${name} ${socket === "" || socket === "/" ? "" : atSocket}system dial-stdio`,
  ];
}

// A Podman machine is a virtual machine on this computer. It creates its host key at its first start, and Podman does
// not check it.
const acceptAnyHostKey = [
  "-oStrictHostKeyChecking=no",
  `-oUserKnownHostsFile=${devNull}`,
  "-oLogLevel=ERROR",
];

function isOwnMachine(url: URL): boolean {
  return (
    url.searchParams.get("machine") === "yes" &&
    ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)
  );
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

class SshAgent extends Agent {
  readonly #arguments: string[];

  constructor(commandLine: string[]) {
    super({ keepAlive: true });
    this.#arguments = commandLine;
  }

  override createConnection(): Duplex {
    const options = { cwd: startFolder(), stdio: "pipe", windowsHide: true } as const;
    return new SshConnection(spawn("ssh", this.#arguments, options));
  }
}

/** The input and output of an `ssh`, with the methods of a socket that an agent calls on idle connections. */
class SshConnection extends Duplex {
  readonly #ssh: ChildProcessWithoutNullStreams;

  constructor(ssh: ChildProcessWithoutNullStreams) {
    super();
    this.#ssh = ssh;
    let complaint = "";
    ssh.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint = (complaint + text).slice(-2000);
    });
    ssh.stdout.on("data", (chunk: Buffer) => {
      if (!this.push(chunk)) ssh.stdout.pause();
    });
    // The reason for a failed connection is known only when ssh has ended, which is later than the first failed write.
    ssh.stdin.on("error", () => {});
    ssh.on("error", (error) => this.destroy(error));
    ssh.on("close", (code) => {
      if (code === 0) this.push(null);
      else this.destroy(new Error(complaint.trim() || `ssh ended with status ${code}`));
    });
  }

  override _read(): void {
    this.#ssh.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#ssh.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#ssh.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#ssh.kill();
    done(error);
  }

  setKeepAlive(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this.#setRef("ref");
  }

  unref(): this {
    return this.#setRef("unref");
  }

  #setRef(method: "ref" | "unref"): this {
    const { stdin, stdout, stderr } = this.#ssh;
    this.#ssh[method]();
    // They are sockets, though Node's types only say streams.
    for (const stream of [stdin, stdout, stderr]) (stream as Socket)[method]();
    return this;
  }
}
