// The life of one server: idle → starting → ready → idle again when it crashes; failed after a start
// that did not work. Whoever needs it first starts it, and all who come meanwhile share that start.
import { type CallsUnderWay, createCallsUnderWay } from "../calls/calls-under-way.ts";
import { callServer } from "../calls/call-server.ts";
import { abortSignalOf, type CancelSignal, CancelSource } from "../cancelling/cancel-signal.ts";
import { checkArguments } from "../schemas/check-arguments.ts";
import type { ClientFeatures } from "../questions/client-features.ts";
import { Closing } from "../cancelling/closing.ts";
import { RegistryError } from "../registry-error.ts";
import type { CallOptions, CallToolResult } from "../calls/call-types.ts";
import type { CatalogTool } from "../catalog/catalog-types.ts";
import type { ServerState } from "./server-summary.ts";
import { createRestartPause } from "./restart-pause.ts";
import { type RequestContext, sendRequest } from "../calls/server-request.ts";
import type { StartContext } from "./start-server.ts";
import { createToolRefresher } from "./tool-refresher.ts";
import { createToolTable, type ToolTable } from "./tool-table.ts";
import { createTurns, type Turns } from "../calls/turns.ts";
import { untilAborted } from "../cancelling/until-aborted.ts";
import type { Introduction } from "../connection/introduction.ts";
import type { UpstreamConnection } from "../connection/upstream-connection.ts";

/** What a server needs of the registry. */
export interface UpstreamServerOptions extends Omit<
  StartContext,
  "onToolsChanged" | "features" | "calls"
> {
  callTimeoutMs: number;
  maxConcurrentCalls: number | undefined;
  clientFeatures: () => ClientFeatures;
  /** Resolves when what ran under this name before is gone. */
  after: Promise<void>;
  onTools(tools: readonly CatalogTool[] | undefined): void;
}

interface WarmServer {
  connection: UpstreamConnection;
  calls: CallsUnderWay;
  table: ToolTable;
}

/** A configured server. It is started by whoever first asks for something. */
export class UpstreamServer {
  readonly #options: UpstreamServerOptions;
  readonly #closing = new Closing();
  readonly #turns: Turns | undefined;
  readonly #pause = createRestartPause();
  readonly #refresher = createToolRefresher(() => this.#refresh());
  #warm: WarmServer | undefined;
  #starting: Promise<WarmServer> | undefined;
  /** Until the process before is gone the next is not started: they may share a file or a port. */
  #leftover: Promise<void>;

  constructor(options: UpstreamServerOptions) {
    this.#options = options;
    this.#leftover = options.after;
    const most = options.maxConcurrentCalls;
    this.#turns = most === undefined ? undefined : createTurns(most);
  }

  get state(): ServerState {
    if (this.#warm) return "ready";
    if (this.#starting) return "starting";
    return this.#pause.isFailed ? "failed" : "idle";
  }

  async tools(signal?: CancelSignal): Promise<readonly CatalogTool[]> {
    const { table } = await this.#ready(signal);
    return table.tools;
  }

  async tool(name: string, signal?: CancelSignal, suggest?: boolean): Promise<CatalogTool> {
    const { table } = this.#current(signal) ?? (await this.#ready(signal));
    return table.find(name, suggest);
  }

  async call(
    tool: string,
    args: Record<string, unknown>,
    options: CallOptions,
  ): Promise<CallToolResult> {
    const { signal, checkedFor } = options;
    const now = this.#current(signal) ?? (await this.#ready(signal));
    // What is wrong is said at once, and not after a wait.
    const found = now.table.find(tool, options.suggest);
    const checked = checkedFor === found ? args : checkArguments(found, args);
    const sent = checkedFor ? args : checked;
    if (!this.#turns) return this.#callNow(now, found, sent, options);
    const giveBack = await this.#turn(this.#turns, signal);
    try {
      const warm = await this.#ready(signal);
      const current = warm.table.find(tool, options.suggest);
      // What changed during the wait.
      if (current !== found) checkArguments(current, sent);
      return await this.#callNow(warm, current, sent, options);
    } finally {
      giveBack();
    }
  }

  async #callNow(
    warm: WarmServer,
    tool: CatalogTool,
    args: Record<string, unknown>,
    options: CallOptions,
  ): Promise<CallToolResult> {
    const context = this.#requestContext(warm, options.timeoutMs);
    const result = await callServer(context, tool, args, options);
    this.#pause.answered();
    return result;
  }

  /** Asks for something else than a tool. Rejects with `not-supported` where the server does not have the capability. */
  async ask<T>(
    { capability, about }: { capability: string; about: string },
    signal: CancelSignal | undefined,
    question: (connection: UpstreamConnection, own: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const warm = await this.#ready(signal);
    const { server } = this.#options;
    if (!warm.connection.capabilities[capability]) {
      const message = `Server "${server}" has no ${capability}. Ask describe_server what it has.`;
      throw new RegistryError("not-supported", message, { server });
    }
    const subject = { server, about: `${about} of server "${server}"` };
    const options = signal ? { signal } : {};
    const context = this.#requestContext(warm);
    return sendRequest(context, subject, options, (deadline) =>
      question(warm.connection, abortSignalOf(deadline.signal)),
    );
  }

  async introduction(signal?: CancelSignal): Promise<Introduction> {
    return (await this.#ready(signal)).connection.introduction;
  }

  rootsChanged(): void {
    this.#warm?.connection.rootsChanged();
  }

  /** Resolves when no process of the server is left. `why` is what everything under way, or later, is rejected with. */
  async close(why: RegistryError): Promise<void> {
    this.#closing.close(why);
    this.#refresher.close();
    await this.#starting?.catch(() => {});
    await this.#warm?.connection.close();
    await this.#leftover;
  }

  #requestContext({ connection, calls }: WarmServer, timeoutMs?: number): RequestContext {
    const { mask, callTimeoutMs, loopTurns: turns } = this.#options;
    const closing = this.#closing;
    return { connection, calls, closing, turns, mask, timeoutMs: timeoutMs ?? callTimeoutMs };
  }

  async #turn(turns: Turns, signal: CancelSignal | undefined): Promise<() => void> {
    const either = new CancelSource();
    const leave = (): void => either.abort(undefined);
    this.#closing.add(leave);
    signal?.addEventListener("abort", leave);
    try {
      return await turns.take(either);
    } catch (error) {
      this.#closing.signal.throwIfAborted();
      throw signal?.aborted ? this.#cancelled() : error;
    } finally {
      this.#closing.delete(leave);
      signal?.removeEventListener("abort", leave);
      // Those that nobody waits for give their turn on without any work between.
      await this.#options.loopTurns.next();
    }
  }

  /** The server, where it need not be waited for. */
  #current(signal: CancelSignal | undefined): WarmServer | undefined {
    this.#closing.signal.throwIfAborted();
    if (signal?.aborted) throw this.#cancelled();
    return this.#warm;
  }

  async #ready(signal?: CancelSignal): Promise<WarmServer> {
    const warm = this.#current(signal);
    if (warm) return warm;
    if (!this.#starting) {
      if (this.#pause.error) throw this.#pause.error;
      this.#starting = this.#start().finally(() => {
        this.#starting = undefined;
      });
      // Whoever started it may have left; the start and its failure stay.
      this.#starting.catch(() => {});
    }
    try {
      return await untilAborted(this.#starting, signal);
    } catch (error) {
      throw signal?.aborted && !(error instanceof RegistryError) ? this.#cancelled() : error;
    } finally {
      // As many as there are may have waited for the same start.
      await this.#options.loopTurns.next();
    }
  }

  async #start(): Promise<WarmServer> {
    const { server, log, clientFeatures } = this.#options;
    await this.#leftover;
    try {
      const calls = createCallsUnderWay();
      const onToolsChanged = (): void => this.#refresher.refreshSoon();
      const context = { ...this.#options, features: clientFeatures(), calls, onToolsChanged };
      // What speaks MCP is loaded when the first server is needed: a process that was started a moment ago has no use for it.
      const { startServer } = await import("./start-server.ts");
      const { connection, tools } = await startServer(context, this.#closing);
      const warm = { connection, calls, table: createToolTable(server, tools, log) };
      void connection.ended.then(() => this.#lose(warm));
      this.#warm = warm;
      this.#pause.started();
      this.#options.onTools(warm.table.tools);
      return warm;
    } catch (cause) {
      const message = `Server "${server}" did not start: ${String(cause)}`;
      const error =
        cause instanceof RegistryError
          ? cause
          : new RegistryError("start-failed", message, { server, cause });
      this.#pause.failed(error);
      throw error;
    }
  }

  #lose(warm: WarmServer): void {
    if (this.#closing.signal.aborted || this.#warm !== warm) return;
    const { server, log, mask } = this.#options;
    const reason = warm.connection.explain(undefined);
    this.#warm = undefined;
    log("error", `gone: ${reason}`);
    this.#pause.crashed(() => {
      const message = `Server "${server}" crashed twice without an answer in between: ${reason}. It is left alone for a while; try again later.`;
      const details = warm.connection.details();
      return new RegistryError("server-crashed", mask(message), { server, details });
    });
    this.#leftover = warm.connection.close();
    this.#options.onTools(undefined);
  }

  /** A server may change its tools while it starts: then its start is waited for. */
  async #refresh(): Promise<void> {
    const { server, log, timeoutMs, mask, loopTurns: turns } = this.#options;
    try {
      const warm = this.#warm ?? (await this.#starting);
      if (!warm) return;
      const { connection, calls } = warm;
      const context = { connection, calls, closing: this.#closing, turns, mask, timeoutMs };
      const subject = { server, about: `tools/list of server "${server}"` };
      const listed = await sendRequest(context, subject, {}, ({ signal }) =>
        connection.listTools(abortSignalOf(signal)),
      );
      warm.table = createToolTable(server, listed, log);
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
