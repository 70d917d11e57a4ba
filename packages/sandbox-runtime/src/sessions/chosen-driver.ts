// The driver of a runtime. If `auto` chose it, its first start decides: an engine may answer every request and still
// start nothing. Then the next driver is used from then on.
import type { SandboxDriver } from "../drivers/driver.ts";
import type { SelectedDriver } from "../drivers/select-driver.ts";
import { SandboxError } from "../sandbox-error.ts";
import type { SandboxConnection } from "../connection/sandbox-connection.ts";
import { StartTime } from "../connection/start-time.ts";
import type { OpenSandbox } from "./warm-sandboxes.ts";

/** Starts a sandbox with a driver, within so many milliseconds. */
export type OpenWith = (
  driver: SandboxDriver,
  startupTimeoutMs: number,
  ...rest: Parameters<OpenSandbox>
) => Promise<SandboxConnection>;

/** The driver in use. */
export class ChosenDriver {
  #selected: SelectedDriver;
  readonly #openWith: OpenWith;
  readonly #startupTimeoutMs: number;
  readonly #onStatus: ((status: string) => void) | undefined;
  /** True once the driver has started a sandbox. */
  #proven = false;
  #following: Promise<void> | undefined;
  readonly #leaving = new Set<Promise<unknown>>();

  /**
   * `startupTimeoutMs` is the time limit for a whole start. Until a driver has started a sandbox, and while there is
   * another one to try, each gets half of the remaining time, so that the next one can start within the same limit.
   */
  constructor(
    selected: SelectedDriver,
    openWith: OpenWith,
    startupTimeoutMs: number,
    onStatus?: (status: string) => void,
  ) {
    this.#selected = selected;
    this.#openWith = openWith;
    this.#startupTimeoutMs = startupTimeoutMs;
    this.#onStatus = onStatus;
  }

  get name(): string {
    return this.#selected.driver.name;
  }

  get reason(): string | undefined {
    return this.#selected.reason;
  }

  readonly open: OpenSandbox = async (signal, onStatus) => {
    const time = new StartTime("The sandbox", this.#startupTimeoutMs, signal);
    try {
      return await this.#open(time, signal, onStatus);
    } finally {
      time.end();
    }
  };

  async #open(time: StartTime, ...rest: Parameters<OpenSandbox>): Promise<SandboxConnection> {
    const [signal] = rest;
    const selected = this.#selected;
    if (this.#proven || !selected.next) return this.#openWith(selected.driver, time.left, ...rest);
    try {
      const connection = await this.#openWith(selected.driver, time.left / 2, ...rest);
      if (this.#selected === selected) this.#proven = true;
      return connection;
    } catch (error) {
      if (signal.aborted || this.#proven) throw error;
      if (this.#selected === selected) {
        if (!isFailedStart(error)) throw error;
        this.#following ??= this.#follow(selected, error).finally(
          () => (this.#following = undefined),
        );
        time.begin(`looking for the runtime after ${selected.driver.name}`);
        await time.within(this.#following);
      }
      return this.#open(time, ...rest);
    }
  }

  /** Resolves when nothing of any driver is left. */
  async close(): Promise<void> {
    await Promise.allSettled([this.#selected.driver.close?.(), ...this.#leaving]);
  }

  async #follow(selected: SelectedDriver, error: SandboxError): Promise<void> {
    const following = await selected.next?.(error);
    if (!following) throw error;
    this.#selected = following;
    this.#onStatus?.(`the runtime is ${this.name} now (${this.reason})`);
    const left = Promise.resolve(selected.driver.close?.()).catch(() => {});
    this.#leaving.add(left);
    void left.then(() => this.#leaving.delete(left));
  }
}

function isFailedStart(error: unknown): error is SandboxError {
  return (
    error instanceof SandboxError &&
    (error.code === "start-failed" || error.code === "runtime-unavailable")
  );
}
