import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { filesystemServer } from "../measure/connect.mjs";

const rows = Array.from(
  { length: 10_000 },
  (_, id) =>
    `${id},customer ${id},${(id * 7919) % 10_000},${id % 2_000 === 7 ? "overdue" : "paid"}`,
);

export const filterRows = {
  name: "filter 10,000 rows to 5",
  servers: (folder) => ({ files: filesystemServer(folder) }),
  prepare: (folder) =>
    writeFile(join(folder, "invoices.csv"), `id,customer,amount,state\n${rows.join("\n")}\n`),
  async direct(call, folder) {
    await call("files", "read_text_file", { path: join(folder, "invoices.csv") });
  },
  code: (folder) => [
    `import csv\nrows = csv.DictReader((await mcp_files.read_text_file(path="${folder}/invoices.csv")).splitlines())\nfor row in rows:\n    if row["state"] == "overdue": print(row)`,
  ],
};
