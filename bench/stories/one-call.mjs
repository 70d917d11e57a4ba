import { benchServer } from "../measure/connect.mjs";

/** Where code execution buys nothing: one small server, one call. */
export const oneCall = {
  name: "one call of a server with three tools",
  most: Infinity,
  servers: () => ({ bench: benchServer() }),
  async direct(call) {
    await call("bench", "constant", {});
  },
  code: () => ["await mcp_bench.constant()"],
};
