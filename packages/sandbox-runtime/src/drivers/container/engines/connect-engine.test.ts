import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { connectEngine, disconnectEngine } from "./connect-engine.ts";
import { connectPlainly } from "./connect-plainly.ts";
import { getFromEngine, requestFromEngine } from "./get-from-engine.ts";

const listen = (server: Server, at: string | number): Promise<void> =>
  new Promise((resolve) => {
    if (typeof at === "string") server.listen(at, resolve);
    else server.listen(at, "127.0.0.1", resolve);
  });

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "connect-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

it("goes to the address and not to DOCKER_HOST", async () => {
  const isWindows = process.platform === "win32";
  const path = isWindows ? `//./pipe/connect-${process.pid}` : join(folder, "it.sock");
  const server = createHttpServer((_, response) => response.end("OK"));
  await listen(server, path);
  vi.stubEnv("DOCKER_HOST", "tcp://127.0.0.1:1");
  try {
    const client = await connectEngine("docker", `${isWindows ? "npipe" : "unix"}://${path}`);
    expect(String(await client.ping())).toBe("OK");
  } finally {
    vi.unstubAllEnvs();
    server.close();
  }
});

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === "::1"),
);

const hosts = ["127.0.0.1", ...(hasIpv6 ? ["[::1]"] : [])];

it.each(hosts)("asks the same with and without dockerode, at %s", async (host) => {
  const asked: string[] = [];
  const server = createHttpServer(({ method, url }, response) => {
    asked.push(`${method} ${url}`);
    if (method === "GET") response.end('["a list"]');
    else response.writeHead(method === "POST" ? 204 : 404).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, host.replace(/[[\]]/g, ""), resolve));
  const address = `tcp://${host}:${(server.address() as AddressInfo).port}`;
  const signal = AbortSignal.timeout(20_000);
  try {
    for (const connect of [connectEngine, connectPlainly]) {
      const client = await connect("docker", address);
      const query = { all: true, filters: { label: ["a=b & c"] } };
      expect(await getFromEngine(client, "/containers/json", signal, query)).toEqual(["a list"]);
      await requestFromEngine(client, "POST", "/kill", signal, { signal: "SIGKILL" });
      const missing = requestFromEngine(client, "DELETE", "/one", signal, { force: true });
      await expect(missing).rejects.toMatchObject({ statusCode: 404 });
    }
  } finally {
    server.close();
  }
  const filters = "all=true&filters=%7B%22label%22%3A%5B%22a%3Db%20%26%20c%22%5D%7D";
  const expected = [
    `GET /containers/json?${filters}`,
    "POST /kill?signal=SIGKILL",
    "DELETE /one?force=true",
  ];
  expect(asked.map((line) => line.replaceAll("+", "%20"))).toEqual([...expected, ...expected]);
});

it("names the schemes there are", async () => {
  await expect(connectEngine("docker", "fd://3")).rejects.toThrow(
    'the address "fd://3" must begin with unix://, npipe://, tcp:// or ssh://',
  );
  await expect(connectEngine("docker", "nonsense")).rejects.toThrow("must begin with");
});

it.runIf(process.platform === "linux")("waits for no certificate that is a pipe", async () => {
  const certificates = mkdtempSync(join(folder, "pipe-"));
  execFileSync("mkfifo", [join(certificates, "ca.pem")]);
  const address = `tcp://127.0.0.1:1?tls=${encodeURIComponent(certificates)}`;
  await expect(connectEngine("docker", address)).rejects.toThrow(/ca\.pem is not a regular file/);
});

// One certificate serves as authority, server and client.
function makeCertificates(): void {
  const subject = ["-subj", "/CN=engine", "-addext", "subjectAltName=IP:127.0.0.1"];
  const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
  execFileSync("openssl", [...request, ...subject, ...files], { stdio: "ignore" });
  writeFileSync(join(folder, "ca.pem"), read("cert.pem"));
}

const ping = async (at: string): Promise<string> => {
  const client = await connectEngine("docker", at);
  try {
    return String(await client.ping());
  } finally {
    disconnectEngine(client);
  }
};

const read = (file: string): Buffer => readFileSync(join(folder, file));

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
if (!hasOpenssl)
  console.error("SKIPPED: TLS, since there is no openssl here to make certificates.");

describe.skipIf(!hasOpenssl)("tcp with TLS", () => {
  let server: Server;
  let address: string;

  beforeAll(async () => {
    makeCertificates();
    server = createServer(
      {
        key: read("key.pem"),
        cert: read("cert.pem"),
        ca: read("ca.pem"),
        requestCert: true,
        rejectUnauthorized: true,
      },
      (_, response) => response.end('"OK"'),
    );
    await listen(server, 0);
    address = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.close();
  });

  it("verifies both ends with the certificates of the folder", async () => {
    const known = `${address}?tls=${encodeURIComponent(folder)}`;
    expect(await ping(known)).toBe("OK");
    const signal = AbortSignal.timeout(20_000);
    const plain = await connectPlainly("docker", known);
    expect(await getFromEngine(plain, "/_ping", signal)).toBe("OK");
    const unknown = await connectPlainly("docker", `${address}?tls=/nowhere`);
    await expect(getFromEngine(unknown, "/_ping", signal)).rejects.toThrow(/self-signed/);
  });

  it("refuses a server that its authority does not vouch for", async () => {
    await expect(ping(`${address}?tls=/nowhere`)).rejects.toThrow(/self-signed certificate/);
  });

  it("shows no certificate where it has none, which this server refuses", async () => {
    await expect(ping(`${address}?tls=/nowhere&verify=no`)).rejects.toThrow(/certificate required/);
  });
});
