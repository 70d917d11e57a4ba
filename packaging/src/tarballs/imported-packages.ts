import { readdir, readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { join } from "node:path";

const specifiers = [
  /^\s*(?:import|export)\b[^;"]*\bfrom\s*"([^"]+)"/gm,
  /\bimport\(\s*"([^"]+)"\s*\)/g,
  /^import\s+"([^"]+)"/gm,
  /\bcreateRequire\([^)]*\)\.resolve\(\s*"([^"]+)"\s*\)/g,
];

/** Names of the packages that the compiled files and the types below `folder` import, sorted. */
export async function importedPackages(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true })).filter((path) =>
    /\.(js|d\.ts)$/.test(path),
  );
  const names = new Set<string>();
  for (const file of files) {
    const source = await readFile(join(folder, file), "utf8");
    for (const specifier of specifiers.flatMap((pattern) => [...source.matchAll(pattern)])) {
      const name = packageOf(specifier[1] ?? "");
      if (name) names.add(name);
    }
  }
  return [...names].toSorted((a, b) => (a < b ? -1 : 1));
}

function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith(".") || specifier.startsWith("node:")) return undefined;
  const parts = specifier.split("/");
  const name = parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
  return builtinModules.includes(name) ? undefined : name;
}
