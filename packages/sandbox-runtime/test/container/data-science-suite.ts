import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandboxRuntime, type SandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import type { TestEngine } from "../engines.ts";

export function testDataScience(engine: TestEngine): void {
  describe("data science", () => {
    let runtime: SandboxRuntime;
    beforeAll(async () => {
      runtime = await createSandboxRuntime({ driver: engine.driver() });
    });
    afterAll(() => runtime.close());

    it("has pandas and numpy for a CSV", async () => {
      const { value, error } = await runtime.run(
        "import io\nimport numpy as np, pandas as pd\nopen('sales.csv', 'w').write('region,sales\\nnorth,1\\nsouth,2\\nnorth,3\\n')\ndf = pd.read_csv('sales.csv')\ndf.groupby('region')['sales'].sum().to_dict(), float(np.mean(df['sales']))",
      );
      expect(error).toBeUndefined();
      expect(value).toBe("({'north': 4, 'south': 2}, 2.0)");
    });

    it("has scipy and scikit-learn, with threads, within the addresses of a process", async () => {
      const { value, error } = await runtime.run(
        "import resource, numpy as np, scipy.linalg, scipy.optimize\nfrom sklearn.ensemble import RandomForestClassifier\ndata = np.arange(4000).reshape(1000, 4) % 7\nforest = RandomForestClassifier(n_estimators=20, n_jobs=4, random_state=0).fit(data, data[:, 0] > 3)\nresource.getrlimit(resource.RLIMIT_AS)[0] >> 30, bool(forest.score(data, data[:, 0] > 3) == 1), float(scipy.linalg.det(np.eye(300))), round(scipy.optimize.brentq(lambda x: x * x - 2, 0, 2), 3)",
      );
      expect(error).toBeUndefined();
      expect(value).toBe("(12, True, 1.0, 1.414)");
    });

    it("shows figures without being asked to, each once, at a sensible size", async () => {
      const first = await runtime.run(
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots(figsize=(40, 20))\nax.plot([1, 2, 3])\nplt.savefig('/tmp/chart.png')",
      );
      expect(first.error).toBeUndefined();
      expect(first.images.map(({ mimeType }) => mimeType)).toEqual(["image/png"]);
      const { width, height } = sizeOf(first.images[0]?.data ?? "");
      expect([width, height]).toEqual([1200, 600]);
      expect((await runtime.run("1")).images).toEqual([]);
      const shown = await runtime.run(
        "plt.plot([1, 2])\nplt.show()\nplt.figure()\nplt.plot([2, 1])",
      );
      expect(shown.images).toHaveLength(2);
      const returned = await runtime.run("fig, ax = plt.subplots()\nax.plot([1])\nfig");
      expect(returned.images).toHaveLength(1);
    });

    it("shows the figures of a cell that failed", async () => {
      const outcome = await runtime.run("plt.plot([1, 2])\n1 / 0");
      expect(outcome).toMatchObject({ status: "error", images: [{ mimeType: "image/png" }] });
    });
  });
}

/** Width and height stand at fixed places of a PNG's first chunk. */
function sizeOf(base64: string): { width: number; height: number } {
  const bytes = Buffer.from(base64, "base64");
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
