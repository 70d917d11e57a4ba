import { describe, expect, it } from "vitest";
import { fixture } from "../../test/test-servers.ts";
import { createRegistry } from "../registry.ts";
import type { ServerDefinition } from "../servers/server-definition.ts";

describe("a catalog of twenty servers", () => {
  it("does not wait for the five that are broken, whichever way they are", async () => {
    const servers: Record<string, ServerDefinition> = {};
    for (let index = 0; index < 15; index += 1) {
      servers[`healthy-${index}`] = fixture("faulty-server", "stdio", "none");
    }
    const hanging = fixture("silent-server");
    Object.assign(servers, {
      "hanging-1": hanging,
      "hanging-2": hanging,
      "hanging-3": hanging,
      crashing: fixture("crash-at-start"),
      absent: { command: "no-such-command-anywhere" },
    });
    // The hanging ones would go on for ten minutes: that there is an answer at all is the proof.
    await using registry = createRegistry(servers, { startupTimeoutMs: 600_000 });
    const { tools, failures } = await registry.catalog({ stragglers: "leave" });
    expect(tools.map(({ server }) => server)).toEqual(
      Object.keys(servers).filter((name) => name.startsWith("healthy")),
    );
    expect(failures.map(({ server, error }) => [server, error.code])).toEqual([
      ["hanging-1", "still-starting"],
      ["hanging-2", "still-starting"],
      ["hanging-3", "still-starting"],
      ["crashing", "start-failed"],
      ["absent", "start-failed"],
    ]);
    expect(registry.resolveServer("hanging-1").state).toBe("starting");
  });

  it("holds the servers that were asked for", async () => {
    const server = fixture("faulty-server", "stdio", "none");
    await using registry = createRegistry({ "one-a": server, two: server });
    const { tools } = await registry.catalog({ servers: ["one_a"] });
    expect(tools.map((tool) => tool.server)).toEqual(["one-a"]);
    expect(registry.resolveServer("two").state).toBe("idle");
    await expect(registry.catalog({ servers: ["three"] })).rejects.toMatchObject({
      code: "unknown-server",
    });
  });
});
