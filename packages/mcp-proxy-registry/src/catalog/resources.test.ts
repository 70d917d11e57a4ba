import { afterAll, describe, expect, it } from "vitest";
import { fixture, officialServer, textOf } from "../../test/test-servers.ts";
import { createRegistry } from "../registry.ts";

const registry = createRegistry({
  everything: officialServer("everything"),
  paged: fixture("paged-server"),
});
afterAll(() => registry.close());

describe("resources of a server", () => {
  it("are listed, all pages, and read", async () => {
    const resources = await registry.listResources("everything");
    expect(resources.length).toBeGreaterThan(3);
    const [first] = resources;
    expect(first).toMatchObject({ uri: expect.any(String), name: expect.any(String) });
    const { contents } = await registry.readResource("everything", first?.uri ?? "");
    expect(contents[0]).toMatchObject({ uri: first?.uri, text: expect.any(String) });
    const paged = await registry.listResources("paged");
    expect(paged.map(({ uri }) => uri)).toEqual(["page://0", "page://1", "page://2"]);
  });

  it("have templates, which make more of them", async () => {
    const templates = await registry.listResourceTemplates("everything");
    const text = templates.find(({ uriTemplate }) => uriTemplate.includes("text"));
    const uri = text?.uriTemplate.replace(/\{\w+\}/, "1") ?? "";
    const { contents } = await registry.readResource("everything", uri);
    expect(contents[0]).toMatchObject({ uri, text: expect.stringContaining("1") });
  });

  it("that are not there are an error in the server's words, with those that are", async () => {
    await expect(registry.readResource("everything", "demo://nothing")).rejects.toMatchObject({
      code: "call-failed",
      server: "everything",
      message: expect.stringMatching(
        /^The call of resource "demo:\/\/nothing" of server "everything" failed: MCP error -?\d+: .+ Server "everything" lists no resource "demo:\/\/nothing"\. (?:Its resources|The nearest): demo:\/\//,
      ),
    });
  });
});

describe("prompts of a server", () => {
  it("are listed with their arguments, and filled in", async () => {
    const prompts = await registry.listPrompts("everything");
    const withArguments = prompts.find(({ name }) => name === "args-prompt");
    expect(withArguments).toMatchObject({
      arguments: expect.arrayContaining([expect.objectContaining({ name: "city" })]),
    });
    const filled = await registry.getPrompt("everything", "args-prompt", { city: "Oslo" });
    expect(filled.messages[0]).toMatchObject({ role: "user", content: { type: "text" } });
    expect(JSON.stringify(filled)).toContain("Oslo");
  });

  it("that are not there are an error with those that are", async () => {
    await expect(registry.getPrompt("everything", "args_prompt")).rejects.toMatchObject({
      code: "call-failed",
      server: "everything",
      message: expect.stringMatching(
        /\. Server "everything" lists no prompt "args_prompt"\. Its prompts: .*\bargs-prompt\b/,
      ),
    });
  });

  it("that lack an argument are an error in the server's words", async () => {
    await expect(registry.getPrompt("everything", "args-prompt")).rejects.toMatchObject({
      code: "call-failed",
      message: expect.stringMatching(
        /^The call of prompt "args-prompt" of server "everything" failed: (?!.*lists no)/,
      ),
    });
  });

  it("are not supported by everybody, which is said", async () => {
    await expect(registry.listPrompts("paged")).rejects.toMatchObject({
      code: "not-supported",
      server: "paged",
      message: 'Server "paged" has no prompts. Ask describe_server what it has.',
    });
  });
});

describe("a description of a server", () => {
  it("tells its version, its instructions and what it has", async () => {
    const description = await registry.describeServer("everything");
    expect(description).toMatchObject({
      name: "everything",
      alias: "everything",
      version: expect.any(String),
      instructions: expect.stringMatching(/\w/),
      capabilities: { tools: expect.any(Object), prompts: expect.any(Object) },
    });
  });
});

describe("results of a tool", () => {
  it("may link to resources and hold them", async () => {
    const links = await registry.callTool("everything", "get-resource-links", { count: 2 });
    expect(links.content.map(({ type }) => type)).toContain("resource_link");
    const held = await registry.callTool("everything", "get-resource-reference", {
      resourceType: "Text",
      resourceId: 1,
    });
    expect(held.content.map(({ type }) => type)).toContain("resource");
    expect(textOf(held)).toMatch(/\w/);
  });
});
