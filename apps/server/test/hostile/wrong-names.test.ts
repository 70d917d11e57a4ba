// Names that code makes up, which the host compares with all that there are to suggest others.
import { createRegistry } from "@mcp-code-execution/mcp-proxy-registry";
import { expect } from "vitest";
import { createApprovals } from "../../src/access/approvals.ts";
import { createCallBudget } from "../../src/access/call-budget.ts";
import { guardRegistry } from "../../src/access/guard-registry.ts";
import { fixture } from "../fixtures/upstream-servers.ts";
import { defineCase } from "./hostile-case.ts";

defineCase(
  "host",
  {
    id: "4.wrong-names",
    name: "thousands of calls of tools that there are not",
    protection: "names are suggested to a run fifty times; after that an error costs little",
    checked: "mutation",
  },
  async () => {
    const servers = { many: fixture("many-tools-server") };
    await using registry = guardRegistry(createRegistry(servers), {
      servers,
      askWhen: "never",
      approvals: createApprovals(),
      budget: createCallBudget(0),
      callerOf: () => undefined,
    });
    let made = 0;
    const first = {};
    async function wrongCall(runKey: object): Promise<string> {
      made += 1;
      const name = `operation${"_of".repeat(25)}${made}`;
      const call = registry.callTool("many", name, {}, { context: { runKey } });
      return call.then(String, (error: Error) => error.message);
    }
    async function cpuOf(runKey: object, calls: number): Promise<number> {
      const began = process.cpuUsage();
      for (let count = 0; count < calls; count += 1) await wrongCall(runKey);
      const { user, system } = process.cpuUsage(began);
      return (user + system) / calls;
    }
    expect(await wrongCall(first)).toMatch(/The nearest|none with a name like that/);
    const suggesting = await cpuOf(first, 49);
    expect(await wrongCall(first)).toMatch(/has no tool "\w+"\. Search the tools/);
    expect(await cpuOf(first, 2_000)).toBeLessThan(suggesting / 5);
    // Who runs code anew is suggested names again.
    expect(await wrongCall({})).toMatch(/The nearest|none with a name like that/);
  },
);
