// The life of one server: idle → starting → ready → idle again when it crashes; failed after a start
// that did not work. Whoever needs it first starts it, and all who come meanwhile share that start.
import { setMaxListeners } from "node:events";
import { createDeadline, LONGEST_TIMER_MS } from "./call-deadline.ts";
import { callServer } from "./call-server.ts";
import { RegistryError } from "./registry-error.ts";
import { requestError } from "./request-error.ts";
import type { CallOptions, CallToolResult, CatalogTool, ServerState } from "./registry-types.ts";
import { type StartContext, startServer } from "./start-server.ts";
import { createToolTable, type ToolTable } from "./tool-table.ts";
import { untilAborted } from "./until-aborted.ts";
import type { Introduction, UpstreamConnection } from "./upstream-connection.ts";

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const REFRESH_DELAY_MS = 100;

/** What a server needs of the registry. */
export interface UpstreamServerOptions extends Omit<StartContext, "onToolsChanged"> {
  callTimeoutMs: number;
  /** Resolves when what ran under this name before is gone. */
  after: Promise<void>;
  onTools(tools: readonly CatalogTool[] | undefined): void;
}

interface WarmServer {
  connection: UpstreamConnection;
  table: ToolTable;
}

/** A failed start is answered with its error for a while: 1 s, then 2, 4 … 30, before it is tried again. */
interface FailedStart {
  error: RegistryError;
  pauseMs: number;
  retryAt: number;
}

export class UpstreamServer {
  readonly #options: UpstreamServerOptions;
  readonly #closing = new AbortController();
  #warm: WarmServer | undefined;
  #starting: Promise<WarmServer> | undefined;
  #failure: FailedStart | undefined;
  /** Until the process before is gone the next is not started: they may share a file or a port. */
  #leftover: Promise<void>;
  #refreshTimer: NodeJS.Timeout | undefined;

  constructor(options: UpstreamServerOptions) {
    this.#options = options;
    this.#leftover = options.after;
    // Every call under way listens.
    setMaxListeners(0, this.#closing.signal);
  }

  get state(): ServerState {
    if (this.#warm) return "ready";
    if (this.#starting) return "starting";
    return this.#failure ? "failed" : "idle";
  }

  async tools(signal?: AbortSignal): Promise<readonly CatalogTool[]> {
    const { table } = await this.#ready(signal);
    return table.tools;
  }

  async tool(name: string, signal?: AbortSignal): Promise<CatalogTool> {
    const { table } = await this.#ready(signal);
    return table.find(name);
  }

  async call(
    tool: string,
    args: Record<string, unknown>,
    options: CallOptions,
  ): Promise<CallToolResult> {
    const { connection, table } = await this.#ready(options.signal);
    const { mask, callTimeoutMs } = this.#options;
    const closed = this.#closing.signal;
    return callServer(connection, table.find(tool), args, {
      ...options,
      timeoutMs: options.timeoutMs ?? callTimeoutMs,
      mask,
      closed,
    });
  }

  /** Asks for something else than a tool. Rejects with `not-supported` where the server does not have the capability. */
  async ask<T>(
    { capability, about }: { capability: string; about: string },
    signal: AbortSignal | undefined,
    question: (connection: UpstreamConnection, own: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { connection } = await this.#ready(signal);
    const { server, mask, callTimeoutMs: timeoutMs } = this.#options;
    if (!connection.capabilities[capability]) {
      throw new RegistryError("not-supported", `Server "${server}" has no ${capability}.`, {
        server,
      });
    }
    const deadline = createDeadline(timeoutMs, signal, this.#closing.signal);
    try {
      return await question(connection, deadline.signal);
    } catch (error) {
      const subject = { server, about: `${about} of server "${server}"` };
      const circumstances = { timeoutMs, mask, closed: this.#closing.signal };
      throw await requestError(connection, subject, error, deadline, circumstances);
    } finally {
      deadline.dispose();
    }
  }

  async introduction(signal?: AbortSignal): Promise<Introduction> {
    return (await this.#ready(signal)).connection.introduction;
  }

  /** Resolves when no process of the server is left. `why` is what everything under way, or later, is rejected with. */
  async close(why: RegistryError): Promise<void> {
    this.#closing.abort(why);
    clearTimeout(this.#refreshTimer);
    await this.#starting?.catch(() => {});
    await this.#warm?.connection.close();
    await this.#leftover;
  }

  async #ready(signal?: AbortSignal): Promise<WarmServer> {
    this.#closing.signal.throwIfAborted();
    if (signal?.aborted) throw this.#cancelled();
    if (this.#warm) return this.#warm;
    if (!this.#starting) {
      if (this.#failure && performance.now() < this.#failure.retryAt) throw this.#failure.error;
      this.#starting = this.#start().finally(() => {
        this.#starting = undefined;
      });
      // Whoever started it may have left; the start and its failure stay.
      this.#starting.catch(() => {});
    }
    const given = this.#starting;
    return untilAborted(given, signal).catch((error: unknown) => {
      throw signal?.aborted && !(error instanceof RegistryError) ? this.#cancelled() : error;
    });
  }

  async #start(): Promise<WarmServer> {
    const { server, log } = this.#options;
    await this.#leftover;
    try {
      const onToolsChanged = (): void => this.#refreshSoon();
      const context = { ...this.#options, onToolsChanged };
      const { connection, tools } = await startServer(context, this.#closing.signal);
      const warm = { connection, table: createToolTable(server, tools, log) };
      void connection.ended.then(() => this.#lose(warm));
      this.#warm = warm;
      this.#failure = undefined;
      this.#options.onTools(warm.table.tools);
      return warm;
    } catch (problem) {
      const error =
        problem instanceof RegistryError
          ? problem
          : new RegistryError(
              "start-failed",
              `Server "${server}" did not start: ${String(problem)}`,
              {
                server,
                cause: problem,
              },
            );
      // Whoever logs in meanwhile, in another process, is not to wait.
      const isLogin = error.code === "login-required";
      const pauseMs = Math.min(
        (this.#failure?.pauseMs ?? FIRST_PAUSE_MS / 2) * 2,
        LONGEST_PAUSE_MS,
      );
      this.#failure = { error, pauseMs, retryAt: performance.now() + (isLogin ? 0 : pauseMs) };
      throw error;
    }
  }

  #lose(warm: WarmServer): void {
    if (this.#closing.signal.aborted || this.#warm !== warm) return;
    this.#warm = undefined;
    this.#options.log("error", `gone: ${warm.connection.explain(undefined)}`);
    this.#leftover = warm.connection.close();
    this.#options.onTools(undefined);
  }

  #refreshSoon(): void {
    if (this.#closing.signal.aborted) return;
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = setTimeout(() => void this.#refresh(), REFRESH_DELAY_MS);
    this.#refreshTimer.unref();
  }

  /** A server may change its tools while it starts: then its start is waited for. */
  async #refresh(): Promise<void> {
    const { server, log, timeoutMs } = this.#options;
    try {
      const warm = this.#warm ?? (await this.#starting);
      if (!warm) return;
      const timeout = AbortSignal.timeout(Math.min(timeoutMs, LONGEST_TIMER_MS));
      const signal = AbortSignal.any([this.#closing.signal, timeout]);
      warm.table = createToolTable(server, await warm.connection.listTools(signal), log);
      if (this.#warm === warm) this.#options.onTools(warm.table.tools);
    } catch (error) {
      log("warning", `its changed tools cannot be listed: ${String(error)}`);
    }
  }

  #cancelled(): RegistryError {
    const { server } = this.#options;
    const message = `The use of server "${server}" was cancelled. The server itself goes on starting.`;
    return new RegistryError("cancelled", message, { server });
  }
}
