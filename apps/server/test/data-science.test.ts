// The image's packages at work on what upstream servers give: a table in, a figure and a report out.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createBridge } from "mcp-code-execution";
import { connect, textOf } from "./fixtures/connect.ts";
import { createHostFolder } from "./fixtures/host-folder.ts";
import { officialServer } from "./fixtures/upstream-servers.ts";

const host = process.env["TEST_DOCKER_HOST"] ?? process.env["DOCKER_HOST"];
const missing = await whyMissing();
if (missing) console.error(`SKIPPED: data science in a container: ${missing}`);

it.skipIf(missing !== undefined && process.env["TEST_ENGINES"] !== "required")(
  "reads a table through a server, shows a figure once and writes a report through a server",
  async () => {
    expect(missing).toBeUndefined();
    const folder = await createHostFolder();
    const table = await folder.write(
      "project/sales.csv",
      "region,sales\nnorth,10\nsouth,5\nnorth,2.5\n",
    );
    await folder.write(
      "project/mcp_bridge_config.json",
      JSON.stringify({ servers: { filesystem: officialServer("filesystem", folder.project) } }),
    );
    await using connection = await connect({
      folder,
      environment: { MCP_BRIDGE_RUNTIME: "docker", ...(host && { DOCKER_HOST: host }) },
    });
    const result = await connection.run(`
import pandas as pd, numpy as np
import matplotlib.pyplot as plt
from io import StringIO

csv_data = await mcp_filesystem.read_text_file(path="${table}")
df = pd.read_csv(StringIO(csv_data))
summary = df.groupby("region")["sales"].sum().sort_values(ascending=False)
fig, ax = plt.subplots()
summary.plot(kind="bar", ax=ax)
plt.savefig("/tmp/sales_chart.png")
await mcp_filesystem.write_file(path="${join(folder.project, "report.txt")}", content=f"Total: {df['sales'].sum():,.2f}")
print(summary.to_dict(), np.mean(df["sales"]))`);
    expect(textOf(result)).toContain("{'north': 12.5, 'south': 5.0} 5.83");
    const images = result.content.filter(({ type }) => type === "image");
    expect(images).toEqual([
      { type: "image", mimeType: "image/png", data: expect.stringMatching(/^iVBORw0KGgo/) },
    ]);
    expect(
      Buffer.from(images[0]?.type === "image" ? images[0].data : "", "base64").length,
    ).toBeLessThan(100_000);
    expect(await readFile(join(folder.project, "report.txt"), "utf8")).toBe("Total: 17.50");
    const next = await connection.run("len(df)");
    expect(next.content.filter(({ type }) => type === "image")).toEqual([]);
    expect(textOf(next)).toContain("3");
  },
);

async function whyMissing(): Promise<string | undefined> {
  const before = process.env["DOCKER_HOST"];
  if (host) process.env["DOCKER_HOST"] = host;
  try {
    await using bridge = createBridge({ runtime: "docker", savedToolsFolder: false });
    const report = await bridge.run("import matplotlib, pandas");
    return report.error?.message;
  } finally {
    if (before === undefined) delete process.env["DOCKER_HOST"];
    else process.env["DOCKER_HOST"] = before;
  }
}
