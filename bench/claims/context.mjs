import { withOpen } from "../measure/with-open.mjs";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { benchServer, connect, ourServer } from "../measure/connect.mjs";
import { row } from "../report/rows.mjs";

export const claim = "Tokens of tools/list";
export const baseline = "the definitions of all tools, loaded directly";

/** Number of servers × tools of each. */
const sizes = [
  [0, 0],
  [1, 10],
  [10, 25],
  [100, 10],
  [100, 100],
];

export async function measure({ quick }) {
  const rows = [];
  for (const [servers, tools] of quick ? sizes.slice(0, 2) : sizes) {
    const direct = await directTokens(servers, tools);
    const behind = Array.from({ length: servers }, (_, seed) => [
      `server${seed}`,
      benchServer(tools, seed),
    ]);
    await withOpen(connect(ourServer("embedded", Object.fromEntries(behind))), async (ours) => {
      const tokens = count((await ours.client.listTools()).tools);
      rows.push(
        row({
          name: `${servers} ${servers === 1 ? "server" : "servers"}, ${servers * tools} tools`,
          ours: `${tokens}`,
          baseline: `${direct}`,
          ratio: tokens,
          written: direct > 0 ? `${(direct / tokens).toFixed(0)}× less` : "",
          most: 200,
          wanted: "≤ 200 tokens",
        }),
      );
    });
  }
  return rows;
}

async function directTokens(servers, tools) {
  let tokens = 0;
  for (let seed = 0; seed < servers; seed += 1) {
    await withOpen(connect(benchServer(tools, seed)), async (server) => {
      tokens += count((await server.client.listTools()).tools);
    });
  }
  return tokens;
}

const count = (tools) => encode(JSON.stringify(tools)).length;
