import { realpath } from "node:fs/promises";
import { parse } from "jsonc-parser";
import { absolutePath, pathRules, type Machine } from "../sources/config-paths.ts";
import { readRegularFile } from "../sources/read-regular-file.ts";
import { expandVariables } from "../entry/expand-variables.ts";
import { isInstalledLikeUs, isNamedLikeUs, ownPackage } from "./own-names.ts";
import { startedPrograms, type StartedProgram } from "./started-programs.ts";

/**
 * Why an entry must not be started by us: it starts this program, or its Python counterpart, again. Only what the command
 * line starts counts; a folder of that name among a server's arguments does not.
 * @param folder where a relative `cwd` starts
 */
export async function ownEntryReason(
  entry: Readonly<Record<string, unknown>>,
  folder: string,
  machine: Machine,
): Promise<string | undefined> {
  const { command, args, cwd } = entry;
  const words = [command, ...(Array.isArray(args) ? args : [])]
    .filter((word) => typeof word === "string")
    .map((word) => expandVariables(word, machine.environment).text);
  if (typeof command !== "string") return undefined;
  const start =
    typeof cwd === "string"
      ? absolutePath(expandVariables(cwd, machine.environment).text, folder, machine)
      : machine.workingDirectory;
  for (const program of startedPrograms(words)) {
    if (isNamedLikeUs(program) || (await isOurFile(program, start, machine))) {
      return "It would start this server again, in a circle.";
    }
  }
  return undefined;
}

async function isOurFile(
  { kind, name }: StartedProgram,
  folder: string,
  machine: Machine,
): Promise<boolean> {
  if (kind === "image" || kind === "python-module") return false;
  // The operand of a package runner is a package name unless it is clearly a path.
  const isPath = kind === "package" ? /^(?:\.|~|[/\\]|[a-z]:[/\\]|file:)/i : /[/\\]/;
  if (kind !== "script" && !isPath.test(name)) return false;
  const path = absolutePath(name.replace(/^file:(?:\/\/)?/, ""), folder, machine);
  if (isInstalledLikeUs(path)) return true;
  const real = await realPath(path);
  if (real === undefined) return false;
  const own = await Promise.all(machine.ownEntryPaths.map(realPath));
  return own.includes(real) || (await nearestPackageName(real, machine)) === ownPackage;
}

const maxManifestBytes = 1_000_000;

/** The name in the nearest `package.json` around a path that has one. */
async function nearestPackageName(path: string, machine: Machine): Promise<string | undefined> {
  const paths = pathRules(machine.platform);
  const manifest = paths.join(path, "package.json");
  const bytes = await readRegularFile(manifest, maxManifestBytes).catch(() => undefined);
  const text = bytes?.toString("utf8");
  const name = text === undefined ? undefined : packageName(text);
  const parent = paths.dirname(path);
  return name ?? (parent === path ? undefined : nearestPackageName(parent, machine));
}

function realPath(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}

function packageName(text: string): string | undefined {
  const manifest: unknown = parse(text);
  const hasName = typeof manifest === "object" && manifest !== null && "name" in manifest;
  return hasName && typeof manifest.name === "string" ? manifest.name : undefined;
}
