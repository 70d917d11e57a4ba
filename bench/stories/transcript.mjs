import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { benchServer, filesystemServer } from "../measure/connect.mjs";

const topics = ["the budget", "the schedule", "the new office", "hiring", "the customer's request"];
const verbs = ["asked about", "explained", "disagreed on", "summed up", "postponed"];

/** Fifty pages of five hundred words. */
function writeTranscript() {
  const lines = [];
  for (let line = 0; line < 2_500; line += 1) {
    const speaker = ["Ann", "Ben", "Carla"][line % 3];
    lines.push(
      `[${Math.floor(line / 60)}:${String(line % 60).padStart(2, "0")}] ${speaker} ${verbs[line % 5]} ${topics[(line * 7) % 5]}.`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** The task for which savings of 98.7 % were published: a long document from one place is stored in another. */
export const transcript = {
  name: "read a 50-page transcript and store it elsewhere",
  most: 0.013,
  servers: (folder) => ({
    files: filesystemServer(folder),
    crm: benchServer(40),
  }),
  prepare: (folder) => writeFile(join(folder, "meeting.txt"), writeTranscript()),
  async check(folder) {
    const stored = await readFile(join(folder, "record.txt"), "utf8");
    if (stored !== writeTranscript()) throw new Error("the transcript was not stored as it is");
  },
  async direct(call, folder) {
    const content = await call("files", "read_text_file", { path: join(folder, "meeting.txt") });
    await call("files", "write_file", { path: join(folder, "record.txt"), content });
  },
  code: (folder) => [
    `text = await mcp_files.read_text_file(path="${folder}/meeting.txt")\nawait mcp_files.write_file(path="${folder}/record.txt", content=text)`,
  ],
};
