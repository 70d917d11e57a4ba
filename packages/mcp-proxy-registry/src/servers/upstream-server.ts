// Requests to one configured server: its tools, calls, and everything else that it offers. The first request starts it;
// server-life.ts handles its starts and ends.
import { callServer } from "../calls/call-server.ts";
import type { CallOptions, CallToolResult } from "../calls/call-types.ts";
import { type RequestContext, sendRequest, type ServerQuestion } from "../calls/server-request.ts";
import { TimeLimit } from "../calls/time-limit.ts";
import { createTurns, type Turns } from "../calls/turns.ts";
import { abortSignalOf, type CancelSignal, CancelSource } from "../cancelling/cancel-signal.ts";
import { Closing } from "../cancelling/closing.ts";
import { untilAborted } from "../cancelling/until-aborted.ts";
import type { CatalogTool } from "../catalog/catalog-types.ts";
import { notSupported } from "../catalog/not-supported.ts";
import type { Introduction } from "../connection/introduction.ts";
import type { UpstreamConnection } from "../connection/upstream-connection.ts";
import { RegistryError } from "../registry-error.ts";
import { checkArguments } from "../schemas/check-arguments.ts";
import { createRefresher } from "./refresher.ts";
import { ServerLife, type ServerLifeOptions, type WarmServer } from "./server-life.ts";
import type { ServerState } from "./server-summary.ts";

/** What a server needs from the registry. */
export interface UpstreamServerOptions extends ServerLifeOptions {
  /** Milliseconds for a call without its own time-out. */
  callTimeoutMs: number;
  /** Whether that is the server's own time limit, and not the registry's. */
  hasOwnTimeLimit: boolean;
  /** Calls in progress at once; the others wait in order. Undefined means no limit. */
  maxConcurrentCalls: number | undefined;
}

/** A validated call that waits for its turn. */
interface WaitingCall {
  /** The tool's name as the caller wrote it. */
  tool: string;
  found: CatalogTool;
  sent: Record<string, unknown>;
  options: CallOptions;
}

/** A configured server. The first request starts it. */
export class UpstreamServer {
  readonly #options: UpstreamServerOptions;
  readonly #closing = new Closing();
  readonly #turns: Turns | undefined;
  readonly #life: ServerLife;
  readonly #roots = createRefresher(async () => this.#life.warm?.connection.rootsChanged());
  /** Shared by all calls that do not set a time-out. */
  #usualContext: RequestContext | undefined;
  readonly #usualLimit: TimeLimit;
  readonly #answered = (): void => this.#life.answered();

  constructor(options: UpstreamServerOptions) {
    this.#options = options;
    this.#usualLimit = new TimeLimit(options.callTimeoutMs);
    this.#life = new ServerLife(options, this.#closing);
    const most = options.maxConcurrentCalls;
    this.#turns = most === undefined ? undefined : createTurns(most);
  }

  get state(): ServerState {
    return this.#life.state;
  }

  async tools(signal?: CancelSignal): Promise<readonly CatalogTool[]> {
    const { table } = await this.#upToDate(signal);
    return table.tools;
  }

  async tool(name: string, signal?: CancelSignal, suggest?: boolean): Promise<CatalogTool> {
    const known = this.#current(signal)?.table.get(name);
    return known ?? (await this.#upToDate(signal, name)).table.find(name, suggest);
  }

  /** The tool, if the server is already running and has it. */
  knownTool(name: string): CatalogTool | undefined {
    return this.#closing.signal.aborted ? undefined : this.#life.warm?.table.get(name);
  }

  /** Throws, or rejects. */
  call(tool: string, args: Record<string, unknown>, options: CallOptions): Promise<CallToolResult> {
    const now = this.#current(options.signal);
    const isKnown = now && (!this.#life.hasChanged || now.table.get(tool));
    return isKnown ? this.#callOf(now, tool, args, options) : this.#callLater(tool, args, options);
  }

  async #callLater(
    tool: string,
    args: Record<string, unknown>,
    options: CallOptions,
  ): Promise<CallToolResult> {
    return this.#callOf(await this.#upToDate(options.signal, tool), tool, args, options);
  }

  #callOf(
    warm: WarmServer,
    tool: string,
    args: Record<string, unknown>,
    options: CallOptions,
  ): Promise<CallToolResult> {
    // Errors are reported at once instead of after waiting.
    const found = warm.table.find(tool, options.suggest);
    const checked = options.checkedFor === found ? args : checkArguments(found, args);
    const sent = options.checkedFor ? args : checked;
    return this.#turns
      ? this.#callInTurn(this.#turns, { tool, found, sent, options })
      : this.#callNow(warm, found, sent, options);
  }

  async #callInTurn(
    turns: Turns,
    { tool, found, sent, options }: WaitingCall,
  ): Promise<CallToolResult> {
    const giveBack = await this.#turn(turns, options.signal);
    try {
      const warm = await this.#ready(options.signal);
      const current = warm.table.find(tool, options.suggest);
      // The tool may have changed during the wait.
      if (current !== found) checkArguments(current, sent);
      return await this.#callNow(warm, current, sent, options);
    } finally {
      giveBack();
    }
  }

  #callNow(
    warm: WarmServer,
    tool: CatalogTool,
    args: Record<string, unknown>,
    options: CallOptions,
  ): Promise<CallToolResult> {
    const context = this.#requestContext(warm, options.timeoutMs);
    const { hasOwnTimeLimit } = this.#options;
    const call = { tool, args, hasOwnTimeLimit, answered: this.#answered };
    return callServer(context, call, options);
  }

  /** Makes a request other than a tool call. Rejects with `not-supported` if the server lacks the capability. */
  async ask<T>(
    { capability, about }: { capability: string; about: string },
    signal: CancelSignal | undefined,
    question: (connection: UpstreamConnection, own: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const warm = await this.#ready(signal);
    const { server } = this.#options;
    if (!warm.connection.capabilities[capability]) throw notSupported(server, capability);
    const asked: ServerQuestion<T, T> = {
      subject: () => ({ server, about: `${about} of server "${server}"` }),
      ask: ({ deadline }) => question(warm.connection, abortSignalOf(deadline.signal)),
      read: (answer) => answer,
    };
    return sendRequest(this.#requestContext(warm), asked, signal ? { signal } : {});
  }

  async introduction(signal?: CancelSignal): Promise<Introduction> {
    return (await this.#ready(signal)).connection.introduction;
  }

  /** A client that says so again and again does not have the server told as often. */
  rootsChanged(): void {
    if (this.#life.warm) this.#roots.refreshSoon();
  }

  /**
   * Resolves when no process of the server is left. Everything in progress, and later requests, are rejected with
   * `why`.
   */
  async close(why: RegistryError): Promise<void> {
    this.#closing.close(why);
    this.#roots.close();
    await this.#life.close();
  }

  #requestContext({ connection, calls }: WarmServer, timeoutMs?: number): RequestContext {
    const { mask, loopTurns: turns } = this.#options;
    const closing = this.#closing;
    const usual =
      this.#usualContext?.connection === connection
        ? this.#usualContext
        : { connection, calls, closing, turns, mask, limit: this.#usualLimit };
    this.#usualContext = usual;
    return timeoutMs === undefined ? usual : { ...usual, limit: new TimeLimit(timeoutMs) };
  }

  async #turn(turns: Turns, signal: CancelSignal | undefined): Promise<() => void> {
    const either = new CancelSource();
    const leave = (): void => either.abort(undefined);
    const withServer = { closed: leave };
    this.#closing.add(withServer);
    signal?.addEventListener("abort", leave);
    try {
      return await turns.take(either);
    } catch (error) {
      this.#closing.signal.throwIfAborted();
      throw signal?.aborted ? this.#cancelled() : error;
    } finally {
      this.#closing.delete(withServer);
      signal?.removeEventListener("abort", leave);
      // Cancelled calls pass their turn on without any work in between.
      await this.#options.loopTurns.next();
    }
  }

  /** The server, where it need not be waited for. */
  #current(signal: CancelSignal | undefined): WarmServer | undefined {
    this.#closing.signal.throwIfAborted();
    if (signal?.aborted) throw this.#cancelled();
    return this.#life.warm;
  }

  async #ready(signal?: CancelSignal): Promise<WarmServer> {
    const warm = this.#current(signal);
    if (warm) return warm;
    const starting = this.#life.start();
    try {
      return await untilAborted(starting, signal);
    } catch (error) {
      throw signal?.aborted && !(error instanceof RegistryError) ? this.#cancelled() : error;
    } finally {
      // Any number of requests may have waited for the same start.
      await this.#options.loopTurns.next();
    }
  }

  /** The server; if its tools have changed, with the new ones, unless this one is known already. */
  async #upToDate(signal?: CancelSignal, tool?: string): Promise<WarmServer> {
    const warm = await this.#ready(signal);
    const isKnown = tool !== undefined && warm.table.get(tool) !== undefined;
    if (isKnown || !this.#life.hasChanged) return warm;
    try {
      await untilAborted(this.#life.listChanged(), signal);
    } catch {
      throw this.#cancelled();
    }
    return this.#ready(signal);
  }

  #cancelled(): RegistryError {
    const { server } = this.#options;
    const message = `The use of server "${server}" was cancelled. The server itself goes on starting.`;
    return new RegistryError("cancelled", message, { server });
  }
}
