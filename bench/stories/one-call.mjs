import { benchServer } from "../measure/connect.mjs";

/** A task for which code execution has no advantage: one small server, one call. */
export const oneCall = {
  name: "one call of a server with three tools",
  most: Infinity,
  servers: () => ({ bench: benchServer() }),
  async direct(call) {
    await call("bench", "constant", {});
  },
  code: () => ["await mcp_bench.constant()"],
};
