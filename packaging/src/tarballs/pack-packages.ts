import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type PublishedPackage, publishedPackages } from "./published-packages.ts";
import { runProcess } from "../run-process.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** Packs all packages, as they were last built, into `target`. Resolves with the tarball of each, by name. */
export async function packPackages(target: string): Promise<Record<string, string>> {
  await mkdir(target, { recursive: true });
  const filters = publishedPackages.flatMap(({ name }) => ["--filter", name]);
  const pack = ["pack", "--pack-destination", target];
  await runProcess(process.execPath, ["scripts/pnpm.mjs", ...filters, ...pack], {
    cwd: repository,
  });
  const entries = publishedPackages.map(async (published): Promise<[string, string]> => [
    published.name,
    join(
      target,
      `${published.name.replace("@", "").replace("/", "-")}-${await version(published)}.tgz`,
    ),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function version({ folder }: PublishedPackage): Promise<string> {
  return JSON.parse(await readFile(join(repository, folder, "package.json"), "utf8")).version;
}
