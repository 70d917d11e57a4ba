import { beforeAll, describe, expect, it } from "vitest";
import { readVerdicts, runSuite } from "./run-suite.ts";

const released = [
  "initialize",
  "tools_call",
  "elicitation-sep1034-client-defaults",
  "auth/metadata-default",
  "auth/metadata-var1",
  "auth/metadata-var2",
  "auth/metadata-var3",
  "auth/basic-cimd",
  "auth/scope-from-www-authenticate",
  "auth/scope-from-scopes-supported",
  "auth/scope-omitted-when-undefined",
  "auth/scope-step-up",
  "auth/scope-retry-limit",
  "auth/token-endpoint-auth-basic",
  "auth/token-endpoint-auth-post",
  "auth/token-endpoint-auth-none",
  "auth/pre-registration",
  "auth/2025-03-26-oauth-metadata-backcompat",
  "auth/2025-03-26-oauth-endpoint-fallback",
];
const drafts = [
  "auth/resource-mismatch",
  "auth/offline-access-scope",
  "auth/offline-access-not-supported",
];
const extensions = ["auth/client-credentials-basic"];

/** It measures milliseconds, so it runs alone, below. */
const alone = "sse-retry";

const notOurs = {
  "auth/client-credentials-jwt": "an extension: an entry cannot hold a private key",
  "auth/cross-app-access-complete-flow":
    "an extension: there is no company's identity provider to ask for the token of another application",
};

/** The scenario ends with a refusal, and the client is to say so. */
const endsInError = new Set(["auth/scope-retry-limit", "auth/resource-mismatch"]);

describe("the conformance suite's client scenarios", () => {
  let verdicts: ReturnType<typeof readVerdicts>;
  let errors: Map<string, unknown>;

  beforeAll(async () => {
    const skipped = [alone, ...Object.keys(notOurs)];
    const run = await runSuite(["--suite", "all"], skipped);
    errors = run.errors;
    verdicts = readVerdicts(run.output);
  }, 240_000);

  it.each([...released, ...drafts, ...extensions])("%s", (name) => {
    expect(verdicts.get(name)).toMatchObject({ passed: true });
    if (endsInError.has(name)) expect(errors.get(name)).toMatchObject({ name: "RegistryError" });
    else expect(errors.get(name)).toBeUndefined();
  });

  it("are all of those that the suite has", () => {
    const known = [...released, ...drafts, ...extensions, alone, ...Object.keys(notOurs)];
    expect([...verdicts.keys()].toSorted()).toEqual(known.toSorted());
  });

  it("sse-retry", { retry: 3 }, async () => {
    const { code, output } = await runSuite(["--scenario", alone]);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("PASSED") });
  });
});
