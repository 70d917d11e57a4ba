import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackage } from "../tarballs/install-package.ts";
import { runProcess } from "../run-process.ts";
import { createManifest, entryPoint } from "./manifest.ts";
import type { Platform } from "./platforms.ts";

const mcpb = fileURLToPath(new URL("./cli/cli.js", import.meta.resolve("@anthropic-ai/mcpb")));
const start = fileURLToPath(new URL("../../src/bundle/start.mjs", import.meta.url));
const licence = fileURLToPath(new URL("../../../LICENSE", import.meta.url));

// What no program reads: about a tenth of the bundle.
const unused = [
  "*.md",
  "*.cts",
  "*.mts",
  "node_modules/**/test/",
  "node_modules/**/tests/",
  "node_modules/@types/",
  "node_modules/pyodide/*.html",
  "node_modules/cpu-features/",
  "node_modules/nan/",
];

/** Builds the bundle of one platform into `target` and resolves with its path. `mcpb` itself checks and packs it. */
export async function buildBundle(
  platform: Platform,
  tarballs: Record<string, string>,
  target: string,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `mcp-bundle-${platform.name}-`));
  try {
    const server = dirname(join(folder, entryPoint));
    const machine = [`--os=${platform.os}`, `--cpu=${platform.cpu}`, "--libc=glibc"];
    await installPackage(server, "mcp-code-execution", tarballs, { flags: machine });
    await requireDeno(server, platform);
    const version = await installedVersion(server);
    await copyFile(start, join(folder, entryPoint));
    await copyFile(licence, join(folder, "LICENSE"));
    await writeFile(join(folder, ".mcpbignore"), unused.join("\n"));
    const manifest = JSON.stringify(createManifest(version, platform), undefined, 2);
    await writeFile(join(folder, "manifest.json"), manifest);
    await mkdir(target, { recursive: true });
    const bundle = join(target, `mcp-code-execution-${version}-${platform.name}.mcpb`);
    await runProcess(process.execPath, [mcpb, "validate", "manifest.json"], { cwd: folder });
    await runProcess(process.execPath, [mcpb, "pack", folder, bundle], { cwd: folder });
    return bundle;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function installedVersion(server: string): Promise<string> {
  const manifest = join(server, "node_modules/mcp-code-execution/package.json");
  return JSON.parse(await readFile(manifest, "utf8")).version;
}

// An optional package that cannot be had is left out by npm without a word.
async function requireDeno(server: string, { os, cpu }: Platform): Promise<void> {
  const packages = await readdir(join(server, "node_modules/@deno")).catch(() => []);
  if (packages.length === 1 && packages[0]?.startsWith(`${os}-${cpu}`)) return;
  throw new Error(
    `The bundle for ${os}-${cpu} needs Deno's package for it and got ${packages.join(", ") || "none"}. ` +
      "Look at npm's registry settings, and at optional packages being left out (npm config get omit).",
  );
}
