// The engines that tests run against: those that TEST_*_HOST name, else those of this machine. Where TEST_ENGINES is
// "required", a missing one is a failure; elsewhere its tests are skipped, and it is said.
import { describe, expect, it } from "vitest";
import { createContainerDriver } from "../src/drivers/container/container-driver.ts";
import { defaultContainerUser } from "../src/drivers/container/sandbox-user.ts";
import type { Engine } from "../src/drivers/container/engines/engine.ts";
import { localImage } from "../src/drivers/container/images/choose-image.ts";
import { findEngine } from "../src/drivers/container/engines/find-engine.ts";
import type { SandboxDriver } from "../src/index.ts";
import { throughEngine } from "./container/through-engine.ts";

export interface TestEngine {
  name: "docker" | "podman";
  /** True where frames go through pipes. Where they do not, everything is tested through the engine. */
  direct?: boolean;
  connect(): Promise<Engine>;
  driver(): SandboxDriver;
}

const variables = {
  docker: ["TEST_DOCKER_HOST", "docker", "DOCKER_HOST"],
  "podman rootful": ["TEST_PODMAN_ROOTFUL_HOST", "podman", "CONTAINER_HOST"],
  "podman rootless": ["TEST_PODMAN_ROOTLESS_HOST", "podman", "CONTAINER_HOST"],
} as const;

export type EngineName = keyof typeof variables;

/** One that the engine knows beside its own, such as crun: every container of the tests is run with it. */
export const ociRuntime: string | undefined = process.env["TEST_OCI_RUNTIME"] || undefined;

/** Whom code runs as in all tests that ask for nobody else, such as `each`. */
export const containerUser: string = process.env["TEST_CONTAINER_USER"] || defaultContainerUser;

/** Runs `suite` with that engine where there is one with a sandbox image. */
export async function withEngine(
  name: EngineName,
  suite: (engine: TestEngine) => void,
): Promise<void> {
  const [variable, engine, setting] = variables[name];
  const host = process.env[variable];
  const connect = (): Promise<Engine> =>
    // Several test files may keep one engine busy at once.
    findEngine(engine, {
      timeoutMs: 30_000,
      ...(host && { environment: { ...process.env, [setting]: host } }),
    });
  const missing =
    host || name !== "podman rootless" ? await whyMissing(connect, name) : `${variable} is not set`;
  if (missing === undefined) {
    const direct = process.platform === "linux" && name !== "podman rootful";
    const options = { user: containerUser, startupTimeoutMs: 60_000, ociRuntime };
    return suite({
      name: engine,
      direct,
      connect,
      driver() {
        const driver = createContainerDriver(engine, connect, options);
        return direct ? driver : throughEngine(driver);
      },
    });
  }
  const isRequired = process.env["TEST_ENGINES"] === "required";
  if (!isRequired) console.error(`SKIPPED: every test of the ${name} runtime: ${missing}`);
  describe(`${name} runtime`, () => {
    it.skipIf(!isRequired)(`is there: ${missing}`, () => {
      expect(missing).toBeUndefined();
    });
  });
}

async function whyMissing(
  connect: () => Promise<Engine>,
  name: EngineName,
): Promise<string | undefined> {
  try {
    const engine = await connect();
    try {
      if (name === "podman rootless" && !engine.rootless) return "the engine is not rootless";
      return (await localImage(engine.client)) ? undefined : "it has no sandbox image";
    } finally {
      await engine.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
