import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { EngineSearch } from "./engine.ts";
import { withTls } from "./docker-host.ts";
import type { EnginePlaces } from "./engine-place.ts";
import { readShortFile } from "./read-short-file.ts";

/** The current context of the docker command line: rootless Docker, Docker Desktop and Colima each create one. */
export async function dockerContext(search: EngineSearch): Promise<EnginePlaces> {
  const { environment, homeDirectory } = search;
  const folder = environment["DOCKER_CONFIG"] || join(homeDirectory, ".docker");
  const named = environment["DOCKER_CONTEXT"];
  const context = named || (await readCurrentContext(join(folder, "config.json")));
  if (!context || context === "default") return { places: [] };

  const origin = `context ${JSON.stringify(context)}`;
  const final = Boolean(named);
  const id = createHash("sha256").update(context).digest("hex");
  const file = join(folder, "contexts", "meta", id, "meta.json");
  const meta = await readJson(file, contextFile);
  const endpoint = meta?.Endpoints.docker;
  if (!endpoint?.Host) {
    const remark = `${origin}: ${file} names no address (\`docker context ls\` lists those there are)`;
    return { places: [], final, remark };
  }
  const tls = join(folder, "contexts", "tls", id, "docker");
  const isTls = endpoint.Host.startsWith("tcp://") && (existsSync(tls) || endpoint.SkipTLSVerify);
  const address = isTls ? withTls(endpoint.Host, tls, !endpoint.SkipTLSVerify) : endpoint.Host;
  return { places: [{ origin, address }], final };
}

const configFile = z.object({ currentContext: z.string().optional() });

const contextFile = z.object({
  Endpoints: z.object({
    docker: z
      .object({ Host: z.string().optional(), SkipTLSVerify: z.boolean().default(false) })
      .optional(),
  }),
});

async function readCurrentContext(path: string): Promise<string | undefined> {
  return (await readJson(path, configFile))?.currentContext;
}

/** Undefined if the file does not exist or is not one of docker's. */
async function readJson<T extends z.ZodType>(
  path: string,
  shape: T,
): Promise<z.output<T> | undefined> {
  try {
    return shape.parse(JSON.parse((await readShortFile(path)).toString("utf8")));
  } catch {
    return undefined;
  }
}
