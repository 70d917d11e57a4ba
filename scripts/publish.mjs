// Publishes what npm does not have yet, as the tests packed it: tarballs by the pinned pnpm, with provenance where the
// machine can prove what it is. Then it tags the versions, which is what the release workflow looks for.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pnpm } from "./pnpm.mjs";

const folder = mkdtempSync(join(tmpdir(), "mcp-publish-"));
// The server comes last: it needs the others.
const packages = [...readdirSync("packages").map((name) => `packages/${name}`), "apps/server"];

function npm(...args) {
  const windows = process.platform === "win32";
  return spawnSync("npm", args, { stdio: ["ignore", "pipe", "inherit"], shell: windows });
}

try {
  for (const path of packages) {
    const { name, version } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
    if (npm("view", `${name}@${version}`, "version").stdout.toString().trim() === version) continue;
    pnpm("--filter", name, "pack", "--pack-destination", folder);
    const tarball = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
    const flags = ["--access", "public", ...(process.env["CI"] ? ["--provenance"] : [])];
    const { status, stdout } = npm("publish", join(folder, tarball), ...flags);
    process.stdout.write(stdout);
    if (status !== 0) process.exit(status ?? 1);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
pnpm("exec", "changeset", "git-tag");
