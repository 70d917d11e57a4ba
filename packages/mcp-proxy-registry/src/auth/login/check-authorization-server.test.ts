import { expect, it } from "vitest";
import { checkAuthorizationServer } from "./check-authorization-server.ts";

/** Checks an authorization server that describes itself as `issuer`. */
function check(
  issuer: string,
  options: { named?: string | undefined; trusted?: string | undefined } = {},
): void {
  const { named, trusted } = options;
  const address = named ?? "https://mcp.example/";
  const info = {
    authorizationServerUrl: address,
    authorizationServerMetadata: {
      issuer,
      authorization_endpoint: `${address}authorize`,
      token_endpoint: `${address}token`,
      response_types_supported: ["code"],
      code_challenge_methods_supported: ["S256"],
    },
    ...(named !== undefined && {
      resourceMetadata: { resource: "https://mcp.example/mcp", authorization_servers: [named] },
    }),
  };
  checkAuthorizationServer("https://mcp.example/mcp", info, trusted);
}

const named = "https://login.example/tenant/";

it.each<[string, Parameters<typeof check>[1]]>([
  ["https://login.example/tenant", { named }],
  ["https://login.example/tenant/", { named }],
  ["https://mcp.example", {}],
  ["https://mcp.example/oauth", {}],
  ["https://login.example", { named, trusted: "https://login.example/" }],
  ["https://cf.mcp.example", { trusted: "https://cf.mcp.example" }],
])(
  "takes one that describes itself as it should, or as the person says: %s %j",
  (issuer, options) => {
    expect(() => check(issuer, options)).not.toThrow();
  },
);

it.each<[string, Parameters<typeof check>[1]]>([
  ["https://login.example", { named }],
  ["https://cf.mcp.example", {}],
  ["https://mcp.example", { trusted: "https://cf.mcp.example" }],
  ["https://honest.example", { named, trusted: "https://login.example" }],
])("refuses others, and says what can be done: %s %j", (issuer, options) => {
  expect(() => check(issuer, options)).toThrow(`"issuer": ${issuer}/), so a login there might not`);
  expect(() => check(issuer, options)).toThrow('write "oauth": {"issuer": "…"}');
});
