import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { afterEach, expect, it } from "vitest";
import { createMask } from "../../mask-secrets.ts";
import { plainText, readBounded, withPlainError } from "./bounded-response.ts";
import { createOAuthFetch } from "./oauth-fetch.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

it("sends the entry's headers to the server's own origin and to no other", async () => {
  const seen: IncomingHttpHeaders[] = [];
  const listener: RequestListener = (request, response) => {
    seen.push(request.headers);
    response.end("{}");
  };
  const [own, other] = [await serve(listener), await serve(listener)];
  const headers = { "X-Api-Key": "of-mine" };
  const fetchFrom = createOAuthFetch({ url: `${own}/mcp`, headers }, new Set());
  await fetchFrom(`${own}/.well-known/oauth-protected-resource`);
  await fetchFrom(`${other}/token`);
  expect(seen.map((sent) => sent["x-api-key"])).toEqual(["of-mine", undefined]);
});

it("remembers what is secret in what is sent and what comes back", async () => {
  const origin = await serve((_request, response) => {
    response.end(JSON.stringify({ access_token: "came-back", refresh_token: "came too" }));
  });
  const secrets = new Set<string>();
  await createOAuthFetch({ url: origin }, secrets)(`${origin}/token`, {
    method: "POST",
    headers: { authorization: "Basic aWQ6c2VjcmV0" },
    body: new URLSearchParams({ code: "was-sent", scope: "reading" }),
  });
  expect([...secrets].toSorted()).toEqual(
    ["aWQ6c2VjcmV0", "came too", "came%20too", "came-back", "was-sent"].toSorted(),
  );
});

it("asks nothing of this machine for a server on another", async () => {
  let asked = 0;
  const local = await serve((_request, response) => {
    asked += 1;
    response.end("{}");
  });
  const fetchFrom = createOAuthFetch({ url: "http://server.test/mcp" }, new Set());
  const { port } = new URL(local);
  for (const host of ["127.0.0.1", "localhost", "localhost.", "0.0.0.0", "[::1]", "127.1"]) {
    await expect(fetchFrom(`http://${host}:${port}/token`)).rejects.toThrow("of this machine");
  }
  expect(asked).toBe(0);
});

it("follows redirects to safe addresses only, and none with a form", async () => {
  const paths: (string | undefined)[] = [];
  const origin = await serve((request, response) => {
    paths.push(request.url);
    const next: Record<string, string> = { "/a": "/b", "/b": "http://elsewhere.test/c" };
    const location = next[request.url ?? ""];
    response.writeHead(location ? 307 : 200, { ...(location && { location }) }).end("{}");
  });
  const fetchFrom = createOAuthFetch({ url: origin }, new Set());
  await expect(fetchFrom(`${origin}/a`)).rejects.toThrow("not https, at elsewhere.test");
  expect(paths).toEqual(["/a", "/b"]);
  const posted = await fetchFrom(`${origin}/a`, { method: "POST", body: "code=1" });
  expect(posted.status).toBe(307);
  expect(paths).toEqual(["/a", "/b", "/a"]);
});

it("reads no answer without a bound", async () => {
  const origin = await serve((_request, response) => {
    const chunk = Buffer.alloc(64 * 1024, "x");
    const write = (): void => {
      while (response.write(chunk));
      response.once("drain", write);
    };
    write();
  });
  const fetchFrom = createOAuthFetch({ url: origin }, new Set());
  await expect(fetchFrom(`${origin}/metadata`)).rejects.toThrow(/is longer than 1048576 bytes/);
});

it.each([
  ["<html><head><title>502 Bad Gateway</title></head><body>…</body></html>", "502 Bad Gateway"],
  ['{"error":"invalid_token","error_description":"it is over"}', "it is over"],
  ['{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"no session"}}', "no session"],
  ["your key is key-of-mine\n\n  sorry", "your key is *** sorry"],
  ["\u001B[31mred\u0007", "[31mred"],
  ["x".repeat(100_000), "x".repeat(500)],
])("makes a refusal short and plain: %.40s", async (body, words) => {
  const mask = createMask({ url: "http://a.test", headers: { "X-Api-Key": "key-of-mine" } });
  const plain = await withPlainError(new Response(body, { status: 502 }), mask);
  expect(plain.status).toBe(502);
  expect(await readBounded(plain, 1000)).toBe(words);
});

it("looks for a page's title in one pass, however often one begins", () => {
  const begun = "<title".repeat(200_000);
  expect(plainText(begun)).toBe(begun);
  expect(plainText(`${begun} lang="en">Not here</TITLE>`)).toBe("Not here");
});
