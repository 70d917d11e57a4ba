import { expect, it } from "vitest";
import { requireClient } from "./require-client.ts";

const server = { authorizationServerUrl: "https://login.example" };

it("keeps the client of an entry to the authorization server that took it first", () => {
  const client = { client_id: "mine", client_secret: "s" };
  const check = (issuer: string): void => requireClient({ ...client, issuer }, server, {});
  expect(() => check("https://login.example/")).not.toThrow();
  expect(() => check("https://evil.example")).toThrow(/belongs to https:\/\/evil.example/);
  expect(() => requireClient(client, server, {})).not.toThrow();
});
