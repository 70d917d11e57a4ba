// `npm run bundle [platform…]`: the Claude Desktop bundles into packaging/bundles.
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packPackages } from "../tarballs/pack-packages.ts";
import { buildBundle } from "./build-bundle.ts";
import { platforms } from "./platforms.ts";

const target = fileURLToPath(new URL("../../bundles", import.meta.url));
const names = process.argv.slice(2);
const unknown = names.find((name) => !platforms.some((platform) => platform.name === name));
if (unknown !== undefined) {
  console.error(
    `There is no bundle for ${unknown}: ${platforms.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}
const folder = await mkdtemp(join(tmpdir(), "mcp-bundle-"));
try {
  const tarballs = await packPackages(folder);
  for (const platform of platforms) {
    if (names.length > 0 && !names.includes(platform.name)) continue;
    const bundle = await buildBundle(platform, tarballs, target);
    console.error(`${bundle} (${((await stat(bundle)).size / 1e6).toFixed(1)} MB)`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
