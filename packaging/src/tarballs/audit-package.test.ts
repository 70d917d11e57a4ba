import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAdvisoryRegistry } from "./advisory-registry.ts";
import { auditPackage } from "./audit-package.ts";
import { runProcess } from "../run-process.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mcp-audit-"));
  const manifest = { private: true, dependencies: { "cross-spawn": "^7.0.6" } };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  const flags = ["--package-lock-only", "--prefer-offline", "--no-audit", "--no-fund"];
  await runProcess("npm", ["install", ...flags], { cwd: folder });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const asking = (registry: string): NodeJS.ProcessEnv => ({
  ...process.env,
  npm_config_registry: registry,
});

describe("an audit", () => {
  it("asks about every package, and passes where no hole is known", async () => {
    await using registry = await startAdvisoryRegistry();
    await expect(auditPackage(folder, asking(registry.url))).resolves.toContain(
      "0 vulnerabilities",
    );
    expect(Object.keys(registry.asked)).toEqual(
      expect.arrayContaining(["cross-spawn", "isexe", "which"]),
    );
  });

  it("fails with the name of a package that others need and that has a hole", async () => {
    await using registry = await startAdvisoryRegistry("isexe");
    await expect(auditPackage(folder, asking(registry.url))).rejects.toThrow(
      /isexe[^]*A hole that is told of/,
    );
  });

  it("fails where the registry does not answer", async () => {
    const nothing = await startAdvisoryRegistry();
    await nothing[Symbol.asyncDispose]();
    await expect(
      auditPackage(folder, { ...asking(nothing.url), npm_config_fetch_retries: "0" }),
    ).rejects.toThrow(/audit/);
  });
});
