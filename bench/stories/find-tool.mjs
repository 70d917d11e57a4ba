import { benchServer } from "../measure/connect.mjs";

export const findTool = {
  name: "find the right tool among 250",
  servers: () =>
    Object.fromEntries(
      Array.from({ length: 10 }, (_, seed) => [`service${seed}`, benchServer(25, seed)]),
    ),
  async direct(call) {
    await call("service0", "archive_invoice_in_account", {
      account_id: "a-1",
      invoice_id: "i-7",
    });
  },
  code: () => [
    'from mcp import runtime\nfor hit in await runtime.search_tool_docs("archive an invoice", limit=5):\n    print(hit["server"], hit["signature"], hit["description"])',
    'await mcp_service0.archive_invoice_in_account(account_id="a-1", invoice_id="i-7")',
  ],
};
