// Thousands of calls that wait for one person.
import type { CancelSignal, CatalogTool } from "@mcp-code-execution/mcp-proxy-registry";
import { expect } from "vitest";
import type { ApprovalAnswer } from "../../src/access/approval.ts";
import { createApprovals, type AskedCall } from "../../src/access/approvals.ts";
import { defineCase } from "./hostile-case.ts";

const tool: CatalogTool = {
  server: "github",
  name: "delete-repo",
  alias: "delete_repo",
  description: "Deletes a repository",
  inputSchema: { type: "object" },
  signature: "delete_repo()",
};

const call = (signal: CancelSignal): AskedCall => ({
  tool,
  arguments: {},
  session: "default",
  runKey: {},
  caller: undefined,
  signal,
});

const unheard: CancelSignal = {
  aborted: false,
  reason: undefined,
  throwIfAborted: () => {},
  addEventListener: () => {},
  removeEventListener: () => {},
};

defineCase(
  "host",
  {
    id: "4.many-answers",
    name: "a thousand calls that one yes lets go on",
    protection: "so many go on in a turn of the host's event loop that others are heard between",
    checked: "mutation",
  },
  async () => {
    let answer: ((answer: ApprovalAnswer) => void) | undefined;
    const approvals = createApprovals(() => new Promise((resolve) => (answer = resolve)));
    let inTurn = 0;
    let most = 0;
    const calls = Array.from({ length: 1_000 }, async () => {
      await approvals.obtain(call(unheard));
      inTurn += 1;
      most = Math.max(most, inTurn);
    });
    await expect.poll(() => answer).toBeDefined();
    const each = (): void => {
      inTurn = 0;
      next = setImmediate(each);
    };
    let next = setImmediate(each);
    answer?.("session");
    await Promise.all(calls);
    clearImmediate(next);
    expect(most).toBeLessThan(200);
  },
);

defineCase(
  "host",
  {
    id: "6.withdrawn-questions",
    name: "calls that wait behind a question when their run ends, of which they are told one by one",
    protection: "a person is asked about no call that is aborted, told of it or not",
    checked: "mutation",
  },
  async () => {
    let asked = 0;
    const approvals = createApprovals(() => {
      asked += 1;
      return new Promise(() => {});
    });
    let isEnded = false;
    const tell: (() => void)[] = [];
    const signal: CancelSignal = {
      get aborted() {
        return isEnded;
      },
      reason: new Error("ended"),
      throwIfAborted: () => {},
      addEventListener: (_, listener) =>
        void tell.push(typeof listener === "function" ? listener : () => listener.handleEvent()),
      removeEventListener: () => {},
    };
    const calls = Promise.allSettled(
      Array.from({ length: 100 }, () => approvals.obtain(call(signal))),
    );
    await expect.poll(() => asked).toBe(1);
    isEnded = true;
    for (const listener of tell) {
      listener();
      await new Promise(setImmediate);
    }
    await calls;
    expect(asked).toBe(1);
  },
);
