import { spawn } from "node:child_process";
import { Agent } from "node:http";
import { devNull } from "node:os";
import { Duplex } from "node:stream";
import type { Engine } from "../engine.ts";

/**
 * Carries HTTP to an engine on another machine, as the docker command line does: the user's own `ssh` runs
 * `docker system dial-stdio` there. So known hosts, keys, agents and ~/.ssh/config count here as they do in a terminal.
 */
export function createSshAgent(name: Engine["name"], url: URL): Agent {
  return new SshAgent(sshArguments(name, url));
}

/** Arguments of `ssh`. It never asks anything: nobody would see the question. */
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

// A Podman machine is a virtual machine of this computer; it makes its host key at its first start, and Podman asks for none.
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

  constructor(sshCommandLine: string[]) {
    super({ keepAlive: false });
    this.#arguments = sshCommandLine;
  }

  override createConnection(): Duplex {
    const child = spawn("ssh", this.#arguments, { stdio: "pipe", windowsHide: true });
    const connection = new Duplex({
      read: () => void child.stdout.resume(),
      // What ssh has to say about a connection that failed comes with its end.
      write: (chunk, _encoding, done) => void child.stdin.write(chunk, () => done()),
      final: (done) => void child.stdin.end(() => done()),
      destroy(error, done) {
        child.kill();
        done(error);
      },
    });
    let complaint = "";
    child.stdin.on("error", () => {});
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint = (complaint + text).slice(-2000);
    });
    child.stdout.on("data", (chunk: Buffer) => {
      if (!connection.push(chunk)) child.stdout.pause();
    });
    child.on("error", (error) => connection.destroy(error));
    child.on("close", (code) => {
      if (code === 0) connection.push(null);
      else connection.destroy(new Error(complaint.trim() || `ssh ended with status ${code}`));
    });
    return connection;
  }
}
