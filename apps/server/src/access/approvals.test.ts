import type { CatalogTool } from "@mcp-code-execution/mcp-proxy-registry";
import { expect, it } from "vitest";
import type { AccessError } from "./access-error.ts";
import type { ApprovalAnswer, ApprovalRequest } from "./approval.ts";
import { createApprovals, type AskedCall } from "./approvals.ts";

const tool: CatalogTool = {
  server: "github",
  name: "delete-repo",
  alias: "delete_repo",
  description: "Deletes a repository",
  inputSchema: { type: "object" },
  signature: "delete_repo()",
};

const call = (over: Partial<AskedCall> = {}): AskedCall => ({
  tool,
  arguments: { repo: "a" },
  session: "default",
  runKey: {},
  caller: undefined,
  signal: new AbortController().signal,
  ...over,
});

/** A person who answers when told to. */
function createPerson() {
  const asked: { request: ApprovalRequest; answer(answer: ApprovalAnswer): void }[] = [];
  const approve = (request: ApprovalRequest): Promise<ApprovalAnswer> =>
    new Promise((resolve) => asked.push({ request, answer: resolve }));
  return { asked, approve };
}

it("asks one question at a time, and each call waits for its own answer", async () => {
  const { asked, approve } = createPerson();
  const approvals = createApprovals(approve);
  const [first, second] = ["a", "b"].map((repo) =>
    approvals.obtain(call({ arguments: { repo } })).then(
      () => "allowed",
      (error: unknown) => (error as AccessError).code,
    ),
  );
  await expect.poll(() => asked.length).toBe(1);
  expect(asked[0]?.request).toMatchObject({
    server: "github",
    tool: "delete-repo",
    arguments: { repo: "a" },
  });
  asked[0]?.answer("no");
  expect(await first).toBe("call-refused");
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.answer("once");
  expect(await second).toBe("allowed");
});

it("a yes for the session answers those who wait, and those who come later", async () => {
  const { asked, approve } = createPerson();
  const approvals = createApprovals(approve);
  const waiting = [1, 2, 3].map(() => approvals.obtain(call()));
  await expect.poll(() => asked.length).toBe(1);
  asked[0]?.answer("session");
  await Promise.all(waiting);
  await approvals.obtain(call({ arguments: { repo: "other" } }));
  expect(asked).toHaveLength(1);
});

it.each([
  ["of another session", { session: "other" }],
  ["of another tool", { tool: { ...tool, name: "delete-file" } }],
  ["of a tool that has changed since", { tool: { ...tool, description: "Deletes everything" } }],
])("a yes for the session is none for a call %s", async (_, over) => {
  const { asked, approve } = createPerson();
  const approvals = createApprovals(approve);
  const first = approvals.obtain(call());
  await expect.poll(() => asked.length).toBe(1);
  asked[0]?.answer("session");
  await first;
  const second = approvals.obtain(call(over));
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.answer("once");
  await second;
});

it("forgets what was allowed of a server that is another one now", async () => {
  const { asked, approve } = createPerson();
  const approvals = createApprovals(approve);
  const first = approvals.obtain(call());
  await expect.poll(() => asked.length).toBe(1);
  asked[0]?.answer("session");
  await first;
  approvals.forget("github");
  void approvals.obtain(call());
  await expect.poll(() => asked.length).toBe(2);
});

it("a yes to a question that was open when its server was forgotten counts for nothing", async () => {
  const { asked, approve } = createPerson();
  const approvals = createApprovals(approve);
  const first = approvals.obtain(call());
  await expect.poll(() => asked.length).toBe(1);
  asked[0]?.answer("session");
  await first;
  const other = { ...tool, name: "delete-file" };
  const second = approvals.obtain(call({ tool: other })).catch((error: unknown) => error);
  await expect.poll(() => asked.length).toBe(2);
  approvals.forget("github");
  asked[1]?.answer("session");
  expect(await second).toMatchObject({ code: "tool-changed" });
  for (const [index, again] of [tool, other].entries()) {
    const third = approvals.obtain(call({ tool: again }));
    await expect.poll(() => asked.length).toBe(3 + index);
    asked[2 + index]?.answer("once");
    await third;
  }
});

it("a tool that was refused three times in a run is not asked for again in it", async () => {
  let asked = 0;
  const first = {};
  const approvals = createApprovals(async () => {
    asked += 1;
    return "no";
  });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, () => approvals.obtain(call({ runKey: first }))),
  );
  expect(asked).toBe(3);
  expect(outcomes[19]).toMatchObject({
    reason: { code: "call-refused", message: expect.stringContaining("3 times in this run") },
  });
  for (const over of [{ runKey: {} }, { runKey: first, tool: { ...tool, name: "delete-file" } }]) {
    await expect(approvals.obtain(call(over))).rejects.toMatchObject({ code: "call-refused" });
  }
  expect(asked).toBe(5);
});

it("a call that is cancelled takes its question back, and the next one has its turn", async () => {
  const { asked, approve } = createPerson();
  const approvals = createApprovals(approve);
  const [first, second] = [new AbortController(), new AbortController()];
  const calls = [first, second].map(({ signal }) => approvals.obtain(call({ signal })));
  const third = approvals.obtain(call({ arguments: { repo: "third" } }));
  await expect.poll(() => asked.length).toBe(1);
  second.abort(new Error("gave up waiting"));
  await expect(calls[1]).rejects.toThrow("gave up waiting");
  first.abort(new Error("gave up asking"));
  await expect(calls[0]).rejects.toThrow("gave up asking");
  expect(asked[0]?.request.signal.aborted).toBe(true);
  await expect.poll(() => asked.length).toBe(2);
  expect(asked[1]?.request.arguments).toEqual({ repo: "third" });
  asked[1]?.answer("once");
  await third;
});

it("whoever answers cannot change what is sent", async () => {
  const args = { repo: "a" };
  const approvals = createApprovals(async (request) => {
    request.arguments["repo"] = "b";
    return "once";
  });
  await approvals.obtain(call({ arguments: args }));
  expect(args).toEqual({ repo: "a" });
});

it("nobody to ask, a question that fails and an answer that is none all mean no", async () => {
  await expect(createApprovals().obtain(call())).rejects.toMatchObject({
    code: "cannot-ask",
    message: expect.stringContaining("there is nobody to ask here"),
  });
  const failing = createApprovals(async () => Promise.reject(new Error("no screen")));
  await expect(failing.obtain(call())).rejects.toMatchObject({
    code: "call-refused",
    message: expect.stringContaining("(no screen)"),
  });
  const odd = createApprovals(async () => "yes" as ApprovalAnswer);
  await expect(odd.obtain(call())).rejects.toMatchObject({ code: "call-refused" });
});
