// The driver that serves a runtime. Where `auto` chose it, its first start decides: an engine may answer every question
// and still start nothing. Then the next one serves, and stays.
import type { SandboxDriver } from "../drivers/driver.ts";
import type { SelectedDriver } from "../drivers/select-driver.ts";
import { SandboxError } from "../sandbox-error.ts";
import type { SandboxConnection } from "./sandbox-connection.ts";
import type { OpenSandbox } from "./warm-sandboxes.ts";

export type OpenWith = (
  driver: SandboxDriver,
  ...rest: Parameters<OpenSandbox>
) => Promise<SandboxConnection>;

export class ChosenDriver {
  #selected: SelectedDriver;
  readonly #openWith: OpenWith;
  readonly #firstStartMs: number;
  readonly #onStatus: ((status: string) => void) | undefined;
  /** True once a sandbox of the driver was up. */
  #proven = false;
  #following: Promise<void> | undefined;
  readonly #leaving = new Set<Promise<unknown>>();

  /** `firstStartMs` is how long a start may take as long as there is another driver and none was up. */
  constructor(
    selected: SelectedDriver,
    openWith: OpenWith,
    firstStartMs: number,
    onStatus?: (status: string) => void,
  ) {
    this.#selected = selected;
    this.#openWith = openWith;
    this.#firstStartMs = firstStartMs;
    this.#onStatus = onStatus;
  }

  get name(): string {
    return this.#selected.driver.name;
  }

  get reason(): string | undefined {
    return this.#selected.reason;
  }

  readonly open: OpenSandbox = async (signal, onStatus) => {
    const selected = this.#selected;
    if (this.#proven || !selected.next) return this.#openWith(selected.driver, signal, onStatus);
    try {
      const connection = await this.#openInTime(selected.driver, signal, onStatus);
      if (this.#selected === selected) this.#proven = true;
      return connection;
    } catch (error) {
      if (signal.aborted || this.#proven) throw error;
      if (this.#selected === selected) {
        if (!isFailedStart(error)) throw error;
        this.#following ??= this.#follow(selected, error).finally(
          () => (this.#following = undefined),
        );
        await this.#following;
      }
      return this.open(signal, onStatus);
    }
  };

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

  async #openInTime(
    driver: SandboxDriver,
    ...[signal, onStatus]: Parameters<OpenSandbox>
  ): Promise<SandboxConnection> {
    const late = new AbortController();
    const opening = this.#openWith(driver, AbortSignal.any([signal, late.signal]), onStatus);
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        late.abort();
        // One that comes up after all is nobody's.
        opening.then((connection) => connection.close()).catch(() => {});
        reject(
          new SandboxError(
            "start-failed",
            `${driver.name} started no sandbox within ${this.#firstStartMs / 1000} s`,
          ),
        );
      }, this.#firstStartMs);
    });
    try {
      return await Promise.race([opening, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function isFailedStart(error: unknown): error is SandboxError {
  return (
    error instanceof SandboxError &&
    (error.code === "start-failed" || error.code === "runtime-unavailable")
  );
}
