import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { filesystemServer } from "../measure/connect.mjs";

const months = Array.from({ length: 10 }, (_, month) => `report-${month + 1}.txt`);

export const tenCalls = {
  name: "ten calls in a loop",
  servers: (folder) => ({ files: filesystemServer(folder) }),
  async prepare(folder) {
    await mkdir(join(folder, "archive"));
    for (const name of months) await writeFile(join(folder, name), `${name}\n`);
  },
  async check(folder) {
    for (const name of months) await stat(join(folder, "archive", name));
  },
  async direct(call, folder) {
    for (const name of months) {
      const [source, destination] = [join(folder, name), join(folder, "archive", name)];
      await call("files", "move_file", { source, destination });
    }
  },
  code: (folder) => [
    `for n in range(1, 11):\n    await mcp_files.move_file(source=f"${folder}/report-{n}.txt", destination=f"${folder}/archive/report-{n}.txt")`,
  ],
};
