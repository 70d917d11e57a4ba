import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { filesystemServer } from "../measure/connect.mjs";

export const errorRepaired = {
  name: "an error and its repair",
  servers: (folder) => ({ files: filesystemServer(folder) }),
  prepare: (folder) => writeFile(join(folder, "notes.txt"), "The meeting is at nine.\n"),
  async direct(call, folder) {
    await call("files", "read_text_file", { path: join(folder, "note.txt") });
    await call("files", "list_directory", { path: folder });
    await call("files", "read_text_file", { path: join(folder, "notes.txt") });
  },
  code: (folder) => [
    `await mcp_files.read_text_file(path="${folder}/note.txt")`,
    `await mcp_files.list_directory(path="${folder}")`,
    `await mcp_files.read_text_file(path="${folder}/notes.txt")`,
  ],
};
