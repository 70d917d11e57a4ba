// The ledger behind a URL: a process of its own, which is started again on the same port after each end.
import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { fixture } from "../fixtures/upstream-servers.ts";

export interface HttpLedger {
  url: string;
  close(): Promise<void>;
}

export async function startHttpLedger(ledger: string): Promise<HttpLedger> {
  const port = await freePort();
  const { command, args = [] } = fixture("ledger-server", `--ledger=${ledger}`, `--port=${port}`);
  let closed = false;
  let child: ChildProcess;
  function start(): void {
    child = spawn(command, args, { stdio: "ignore" });
    child.once("exit", () => {
      if (!closed) setTimeout(start, 200);
    });
  }
  start();
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    async close() {
      closed = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
