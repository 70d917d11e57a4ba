import type { OAuthServerInfo } from "@modelcontextprotocol/sdk/client/auth.js";
import { describe, expect, it } from "vitest";
import { askPerson } from "./ask-person.ts";

const page = new URL("https://login.example/authorize");
const metadata = {
  issuer: "https://login.example",
  authorization_endpoint: page.href,
  token_endpoint: "https://login.example/token",
  response_types_supported: ["code"],
};

function ask(
  came: Record<string, string>,
  more: Record<string, unknown> = {},
  address = page,
): Promise<string> {
  const server = {
    authorizationServerUrl: "https://login.example",
    authorizationServerMetadata: { ...metadata, ...more },
  };
  const parameters = Promise.resolve(new URLSearchParams(came));
  const question = { page: address, state: "s", server, came: parameters };
  return askPerson(question, {}, new AbortController().signal);
}

const withToken = (token: string): OAuthServerInfo => ({
  authorizationServerUrl: "https://login.example",
  authorizationServerMetadata: { ...metadata, token_endpoint: token },
});

describe("what a browser brings back", () => {
  it("is a code, from whom it should be", async () => {
    expect(await ask({ code: "c" })).toBe("c");
    expect(await ask({ code: "c", iss: "https://login.example" })).toBe("c");
  });

  it.each([
    [{ code: "c", iss: "https://evil.example" }, {}, "another authorization server"],
    [{ code: "c" }, { authorization_response_iss_parameter_supported: true }, "another"],
    [{}, {}, "without a code"],
    [{ error: "access_denied" }, {}, "refused: access_denied"],
  ])("is refused otherwise: %j %j", async (came, more, sentence) => {
    await expect(ask(came as Record<string, string>, more)).rejects.toThrow(sentence);
  });

  it("is refused from another than was asked, also where that one does not describe itself", async () => {
    const server = {
      authorizationServerUrl: "https://login.example/",
      authorizationServerMetadata: undefined,
    };
    const answer = (iss: string): Promise<string> => {
      const came = Promise.resolve(new URLSearchParams({ code: "c", iss }));
      return askPerson({ page, state: "s", server, came }, {}, new AbortController().signal);
    };
    expect(await answer("https://login.example")).toBe("c");
    await expect(answer("https://honest.example")).rejects.toThrow("another authorization server");
  });

  it("goes where the person is told that it goes", async () => {
    const told: unknown[] = [];
    for (const token of ["https://login.example/token", "https://other.example/token"]) {
      const came = Promise.resolve(new URLSearchParams({ code: "c" }));
      const question = { page, state: "s", server: withToken(token), came };
      await askPerson(
        question,
        { onUrl: (...shown) => void told.push(shown) },
        new AbortController().signal,
      );
    }
    expect(told).toEqual([
      [page.href, undefined],
      [page.href, "other.example"],
    ]);
  });

  it("is not waited for where the page is none for a browser", async () => {
    await expect(ask({ code: "c" }, {}, new URL("file:///etc/passwd"))).rejects.toThrow("no page");
  });
});
