// A Podman of a test's own with a storage of its own: what is broken or removed there is nobody's. Its one image holds an
// empty file.
import { execFile, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Engine } from "../../src/drivers/container/engines/engine.ts";
import { findEngine } from "../../src/drivers/container/engines/find-engine.ts";
import { startService, type Service } from "./start-service.ts";

const run = promisify(execFile);

export const hasPodman: boolean =
  process.platform === "linux" && spawnSync("podman", ["--version"]).status === 0;

export class EmptyPodman {
  readonly folder: string;
  readonly #podman: readonly [string, ...string[]];
  #service: Service | undefined;
  #engine: Engine | undefined;

  private constructor(folder: string) {
    this.folder = folder;
    const places = [`--root=${folder}/root`, `--runroot=${folder}/run`, `--tmpdir=${folder}/tmp`];
    this.#podman = ["podman", ...places];
  }

  static async start(): Promise<EmptyPodman> {
    const podman = new EmptyPodman(await mkdtemp(join(tmpdir(), "empty-podman-")));
    const { folder } = podman;
    await mkdir(join(folder, "image"));
    await writeFile(join(folder, "image", "file"), "");
    await run("tar", ["-C", join(folder, "image"), "-cf", join(folder, "image.tar"), "."]);
    await podman.#run("import", join(folder, "image.tar"), "nothing");
    await podman.startService();
    return podman;
  }

  get engine(): Engine {
    if (!this.#engine) throw new Error("its service does not run");
    return this.#engine;
  }

  async startService(): Promise<void> {
    const address = `unix://${this.folder}/api.sock`;
    const connect = (): Promise<Engine> =>
      findEngine("podman", { environment: { CONTAINER_HOST: address } });
    await rm(join(this.folder, "api.sock"), { force: true });
    this.#service = await startService(
      [...this.#podman, "system", "service", "--time=0", address],
      {
        log: join(this.folder, "log"),
        environment: process.env,
        // The engine that answered is kept: on a busy machine the same service may take ten seconds for the next answer.
        isUp: async () => void (this.#engine = await connect()),
      },
    );
  }

  async endService(signal: NodeJS.Signals): Promise<void> {
    await this.#engine?.close();
    await this.#service?.end(signal);
  }

  /** One that is not started. Resolves with its id. */
  async create(name: string, labels: Record<string, string>): Promise<string> {
    const { id } = await this.engine.client.createContainer({
      name,
      Image: "nothing",
      Entrypoint: ["/file"],
      Labels: labels,
      HostConfig: { NetworkMode: "none" },
    });
    return id;
  }

  async close(): Promise<void> {
    await this.endService("SIGTERM");
    await this.#run("system", "reset", "--force").catch(() => {});
    await rm(this.folder, { recursive: true, force: true });
  }

  async #run(...args: string[]): Promise<void> {
    const [program, ...places] = this.#podman;
    await run(program, [...places, ...args]);
  }
}
