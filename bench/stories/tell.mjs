// A story is told twice against real servers: as direct tool calls, and as run_python. What a model would read and
// write is counted once per message: the definitions, each call it writes, each answer it reads.
import { withOpen } from "../measure/with-open.mjs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { connect, ourServer } from "../measure/connect.mjs";

export async function tellStories(stories) {
  const told = [];
  for (const story of stories) {
    const direct = await inFolder(story, (folder) => tellDirectly(story, folder));
    const ours = await inFolder(story, (folder) => tellWithCode(story, folder));
    told.push({ name: story.name, most: story.most ?? 1, ours, direct });
  }
  return told;
}

async function inFolder(story, tell) {
  const folder = await mkdtemp(join(tmpdir(), "story-"));
  try {
    await story.prepare?.(folder);
    const tokens = await tell(folder);
    await story.check?.(folder);
    return tokens;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function tellDirectly(story, folder) {
  const connections = {};
  try {
    let tokens = 0;
    for (const [name, server] of Object.entries(story.servers(folder))) {
      connections[name] = await connect(server);
      const { tools } = await connections[name].client.listTools();
      tokens += count(JSON.stringify(tools));
    }
    await story.direct(async (server, name, args) => {
      const { content } = await connections[server].client.callTool({ name, arguments: args });
      const text = content.map((block) => block.text ?? "").join("\n");
      tokens += count(JSON.stringify({ name, arguments: args })) + count(text);
      return text;
    }, folder);
    return tokens;
  } finally {
    for (const connection of Object.values(connections)) await connection.client.close();
  }
}

async function tellWithCode(story, folder) {
  return withOpen(connect(ourServer("embedded", story.servers(folder))), async (ours) => {
    let tokens = count(JSON.stringify((await ours.client.listTools()).tools));
    for (const code of story.code(folder)) {
      const { content } = await ours.client.callTool({ name: "run_python", arguments: { code } });
      const text = content.map((block) => block.text ?? "").join("\n");
      tokens += count(JSON.stringify({ name: "run_python", arguments: { code } })) + count(text);
    }
    return tokens;
  });
}

const count = (text) => encode(text).length;
