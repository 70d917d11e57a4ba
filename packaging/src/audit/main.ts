// `npm run audit`: whether holes are known in what npm installs with the server today, which is the newest that its ranges
// allow, and not what the lockfile here holds.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auditPackage } from "../tarballs/audit-package.ts";
import { installPackage } from "../tarballs/install-package.ts";
import { packPackages } from "../tarballs/pack-packages.ts";

const folder = await mkdtemp(join(tmpdir(), "mcp-audit-"));
try {
  const tarballs = await packPackages(join(folder, "tarballs"));
  const user = join(folder, "user");
  const flags = ["--package-lock-only", "--prefer-online"];
  await installPackage(user, "mcp-code-execution", tarballs, { flags });
  console.log(await auditPackage(user));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
