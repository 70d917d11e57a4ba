// Passes progress and logs of a run's calls to the code that asked for them. A server may report faster than code
// reads: of progress only the latest is sent, at a limited rate; logs are limited in number, and dropped ones are
// counted.
import type { CallLog, CallProgress } from "../tools/tool-host.ts";
import type { HostFrame } from "../protocol/host-frames.ts";
import { isNestedBeyond } from "../protocol/nesting.ts";

const paceMs = 50;
const maxTextCharacters = 2_000;
const maxDataCharacters = 20_000;

/** For all calls of a run together. */
const logLimits = { messages: 2_000, characters: 1_000_000 };

/** The connection to the sandbox. */
export interface ReportChannel {
  send(frame: HostFrame): void;
  /** True while the sandbox has not accepted what was sent. */
  readonly full: boolean;
}

/** The reports of one run's calls. */
export class CallReports {
  readonly #channel: ReportChannel;
  readonly #progress = new Map<number, CallProgress>();
  readonly #dropped = new Map<number, number>();
  #messages = 0;
  #characters = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(channel: ReportChannel) {
    this.#channel = channel;
  }

  progress(id: number, progress: CallProgress): void {
    this.#progress.set(id, progress);
    this.#timer ??= setTimeout(() => this.#flush(), paceMs);
  }

  log(id: number, { level, logger, data }: CallLog): void {
    const json = isNestedBeyond(data) ? '"(nested too deep)"' : (JSON.stringify(data) ?? "null");
    const fits = json.length <= maxDataCharacters;
    this.#messages += 1;
    this.#characters += Math.min(json.length, maxDataCharacters);
    if (
      this.#messages > logLimits.messages ||
      this.#characters > logLimits.characters ||
      this.#channel.full
    ) {
      this.#dropped.set(id, (this.#dropped.get(id) ?? 0) + 1);
      return;
    }
    this.#channel.send({
      type: "call-log",
      id,
      level: short(level),
      ...(logger !== undefined && { logger: short(logger) }),
      data: fits
        ? JSON.parse(json)
        : `${json.slice(0, maxDataCharacters)}… (${json.length} characters)`,
    });
  }

  /** Sends the remaining reports of a call that is about to be answered. */
  finish(id: number): void {
    const progress = this.#progress.get(id);
    if (progress) this.#send(id, progress);
    const dropped = this.#dropped.get(id);
    if (dropped !== undefined) {
      this.#channel.send({ type: "call-log", id, level: "warning", data: null, dropped });
    }
    this.forget(id);
  }

  /** Sends nothing more for a call that nobody waits for. */
  forget(id: number): void {
    this.#progress.delete(id);
    this.#dropped.delete(id);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#progress.clear();
    this.#dropped.clear();
  }

  #flush(): void {
    this.#timer = undefined;
    if (this.#channel.full) {
      this.#timer = setTimeout(() => this.#flush(), paceMs);
      return;
    }
    for (const [id, progress] of this.#progress) this.#send(id, progress);
    this.#progress.clear();
  }

  #send(id: number, { progress, total, message }: CallProgress): void {
    this.#channel.send({
      type: "call-progress",
      id,
      progress,
      ...(total !== undefined && { total }),
      ...(message !== undefined && { message: short(message) }),
    });
  }
}

function short(text: string): string {
  return text.length > maxTextCharacters ? `${text.slice(0, maxTextCharacters)}…` : text;
}
