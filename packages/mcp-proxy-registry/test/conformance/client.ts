// The client that the conformance suite tries: our registry and our login, used as a person would use them.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileAuthStore } from "../../src/auth/store/file-auth-store.ts";
import { login } from "../../src/auth/login/login.ts";
import type { OAuthDefinition } from "../../src/auth/oauth-definition.ts";
import { createRegistry } from "../../src/registry.ts";
import { RegistryError } from "../../src/registry-error.ts";
import type { Registry } from "../../src/registry-types.ts";
import type { UrlServerDefinition } from "../../src/servers/server-definition.ts";

/** One scenario, as the suite describes it to a client. */
export interface Scenario {
  name: string;
  url: string;
  /** What a person would have been told: the id and the secret of a client. */
  context: { client_id?: string; client_secret?: string };
}

/** What the suite's server takes for the address of a document that describes the client. */
const clientDocument = "https://conformance-test.local/client-metadata.json";
const mostLogins = 3;

/** Lists the tools and calls each, logging in whenever that is asked for. */
export async function runScenario({ name, url, context }: Scenario): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "conformance-"));
  const store = fileAuthStore(folder);
  const definition: UrlServerDefinition = { url, oauth: oauthOf(name, context) };
  try {
    await using registry = createRegistry(
      { suite: definition },
      {
        authStore: store,
        clientFeatures: () => ({
          elicit: { form: async () => ({ action: "accept" as const, content: {} }) },
        }),
      },
    );
    await withLogins(
      () => callEveryTool(registry),
      async () => {
        await login("suite", definition, { store, openBrowser: followRedirects });
      },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function callEveryTool(registry: Registry): Promise<void> {
  for (const { name, inputSchema } of await registry.listTools("suite")) {
    const takesNumbers = JSON.stringify(inputSchema).includes('"number"');
    await registry.callTool("suite", name, takesNumbers ? { a: 5, b: 3 } : {});
  }
}

async function withLogins(work: () => Promise<void>, logIn: () => Promise<void>): Promise<void> {
  for (let logins = 0; ; logins++) {
    try {
      return await work();
    } catch (error) {
      const isLogin = error instanceof RegistryError && error.code === "login-required";
      if (!isLogin || logins === mostLogins) throw error;
      await logIn();
    }
  }
}

/** The suite's login page sends every visitor back at once. */
async function followRedirects(url: string): Promise<void> {
  const response = await fetch(url);
  await response.body?.cancel();
}

function oauthOf(scenario: string, context: Scenario["context"]): OAuthDefinition {
  return {
    ...(scenario === "auth/basic-cimd" && { clientMetadataUrl: clientDocument }),
    ...(context.client_id !== undefined && { clientId: context.client_id }),
    ...(context.client_secret !== undefined && { clientSecret: context.client_secret }),
    ...(scenario === "auth/client-credentials-basic" && { grantType: "client_credentials" }),
  };
}
