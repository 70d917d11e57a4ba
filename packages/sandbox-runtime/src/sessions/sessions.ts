// The sessions of one runtime, by name. They outlive their sandboxes: of too many sandboxes the one idle for longest is
// ended, and its session goes on with a new one.
import { checkSessionName } from "../check-options.ts";
import { SandboxError } from "../sandbox-error.ts";
import { SandboxSession, type SessionOptions } from "./session.ts";

// Beyond these, the session that was used longest ago is forgotten, if it has no sandbox.
const maxNames = 10_000;

export class Sessions {
  readonly #settings: Omit<SessionOptions, "name">;
  readonly #maxSandboxes: number;
  /** Least recently used first. */
  readonly #sessions = new Map<string, SandboxSession>();
  #isClosed = false;

  /** @param maxSandboxes how many may be kept; those that run code are never ended for others */
  constructor(settings: Omit<SessionOptions, "name" | "makeRoom">, maxSandboxes: number) {
    this.#settings = { ...settings, makeRoom: () => this.#makeRoom() };
    this.#maxSandboxes = maxSandboxes;
  }

  /** The session of that name, made where there is none or it was closed. Throws a SandboxError `closed` or `invalid-options`. */
  get(name: string): SandboxSession {
    if (this.#isClosed) throw new SandboxError("closed", "The sandbox runtime is closed.");
    checkSessionName(name);
    const sessions = this.#sessions;
    const kept = sessions.get(name);
    const found = kept?.closed ? undefined : kept;
    const chosen = found ?? new SandboxSession({ ...this.#settings, name });
    sessions.delete(name);
    sessions.set(name, chosen);
    if (sessions.size > maxNames) this.#forgetOldest();
    return chosen;
  }

  /** Closes them all. Resolves when their sandboxes are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#sessions.values()].map((kept) => kept.close()));
    this.#sessions.clear();
  }

  /** Whoever still holds that session finds it closed. */
  #forgetOldest(): void {
    for (const [name, { started, idle }] of this.#sessions) {
      if (started || !idle) continue;
      void this.#sessions.get(name)?.close();
      this.#sessions.delete(name);
      return;
    }
  }

  /** Ends idle sandboxes beyond the limit, the oldest first. Resolves when they are gone. */
  async #makeRoom(): Promise<void> {
    const most = this.#maxSandboxes;
    if (this.#sessions.size <= most) return;
    const started = [...this.#sessions.values()].filter((candidate) => candidate.started);
    const excess = Math.max(0, started.length - most);
    const idle = started.filter((candidate) => candidate.idle).slice(0, excess);
    await Promise.allSettled(
      idle.map((oldest) =>
        oldest.reset(`no more than ${most} sessions are kept, and it was idle for longest.`),
      ),
    );
  }
}
