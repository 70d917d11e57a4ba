// The life of one server: idle → starting → ready → idle again when it crashes; failed after a failed start. The first
// request starts it, and all requests in the meantime share that start.
import { type CallsUnderWay, createCallsUnderWay } from "../calls/calls-under-way.ts";
import { sendRequest, type ServerQuestion } from "../calls/server-request.ts";
import { TimeLimit } from "../calls/time-limit.ts";
import { abortSignalOf } from "../cancelling/cancel-signal.ts";
import type { Closing } from "../cancelling/closing.ts";
import type { CatalogTool } from "../catalog/catalog-types.ts";
import type { UpstreamConnection } from "../connection/upstream-connection.ts";
import type { ClientFeatures } from "../questions/client-features.ts";
import { latePart } from "../late-part.ts";
import { RegistryError } from "../registry-error.ts";
import { createRestartPause } from "./restart-pause.ts";
import type { ServerState } from "./server-summary.ts";
import type { StartContext } from "./start-server.ts";
import { createRefresher } from "./refresher.ts";
import { createToolTable, type ToolTable } from "./tool-table.ts";

/** What a server needs from the registry to start and to be observed. */
export interface ServerLifeOptions extends Omit<
  StartContext,
  "onToolsChanged" | "features" | "calls"
> {
  clientFeatures: () => ClientFeatures;
  /** Resolves when the previous server of this name is gone. */
  after: Promise<void>;
  /** Called with the tools after each start and each change, and with undefined when the server is gone. */
  onTools(tools: readonly CatalogTool[] | undefined): void;
}

/** A server that answers. */
export interface WarmServer {
  connection: UpstreamConnection;
  calls: CallsUnderWay;
  /** The tools as the server last listed them. */
  table: ToolTable;
}

/** A server's starts and ends, one after the other. */
export class ServerLife {
  readonly #options: ServerLifeOptions;
  readonly #closing: Closing;
  readonly #pause = createRestartPause();
  readonly #refresher = createRefresher(() => this.#refresh());
  #warm: WarmServer | undefined;
  #starting: Promise<WarmServer> | undefined;
  /** The next process is started only when the previous one is gone: they may share a file or a port. */
  #leftover: Promise<void>;

  /** `closing` cancels a start in progress. */
  constructor(options: ServerLifeOptions, closing: Closing) {
    this.#options = options;
    this.#closing = closing;
    this.#leftover = options.after;
  }

  get state(): ServerState {
    if (this.#closing.signal.aborted) return "idle";
    if (this.#warm) return "ready";
    if (this.#starting) return "starting";
    return this.#pause.isFailed ? "failed" : "idle";
  }

  /** The server, if it is ready. */
  get warm(): WarmServer | undefined {
    return this.#warm;
  }

  /** Whether the server has said that its tools changed, and they are not listed yet. */
  get hasChanged(): boolean {
    return this.#refresher.isDue;
  }

  /** Lists changed tools at once. Never rejects; if they cannot be listed, the table stays as it is. */
  listChanged(): Promise<void> {
    return this.#refresher.finish();
  }

  /** The start in progress, or a new one. Throws at once while restarts are delayed. */
  start(): Promise<WarmServer> {
    if (!this.#starting) {
      if (this.#pause.error) throw this.#pause.error;
      this.#starting = this.#startNow().finally(() => {
        this.#starting = undefined;
      });
      // The caller may no longer wait; the start continues and its failure is kept.
      this.#starting.catch(() => {});
    }
    return this.#starting;
  }

  /** The server has answered a request, so a later crash does not count as a failed start. */
  answered(): void {
    this.#pause.answered();
  }

  /** Resolves when no process of the server is left. `closing` must already be closed. */
  async close(): Promise<void> {
    this.#refresher.close();
    await this.#starting?.catch(() => {});
    await this.#warm?.connection.close();
    await this.#leftover;
  }

  async #startNow(): Promise<WarmServer> {
    const { server, log, clientFeatures } = this.#options;
    await this.#leftover;
    try {
      const calls = createCallsUnderWay();
      const onToolsChanged = (): void => this.#refresher.refreshSoon();
      const context = { ...this.#options, features: clientFeatures(), calls, onToolsChanged };
      // The code for MCP is loaded with the first server, so that this process starts faster.
      const startServer = await latePart("startServer", () => import("./start-server.ts"));
      // Failed requests need it, when its file may be gone.
      await latePart("requestError", () => import("../calls/request-error.ts"));
      const { connection, tools } = await startServer(context, this.#closing);
      const warm = { connection, calls, table: createToolTable(server, tools, log) };
      void connection.ended.then(() => this.#lose(warm));
      this.#warm = warm;
      this.#pause.started();
      this.#options.onTools(warm.table.tools);
      return warm;
    } catch (cause) {
      const message = `Server "${server}" did not start.`;
      const error =
        cause instanceof RegistryError
          ? cause
          : new RegistryError("start-failed", message, { server, cause, details: String(cause) });
      this.#pause.failed(error);
      throw error;
    }
  }

  #lose(warm: WarmServer): void {
    if (this.#closing.signal.aborted || this.#warm !== warm) return;
    const { server, log, mask } = this.#options;
    const reason = warm.connection.explain(undefined);
    this.#warm = undefined;
    const { address } = warm.connection;
    log("error", `gone: ${reason}${address === undefined ? "" : ` (its address: ${address})`}`);
    this.#pause.crashed(() => {
      const message = `Server "${server}" crashed twice without an answer in between: ${reason}. It is left alone for a while; try again later.`;
      const details = warm.connection.details();
      return new RegistryError("server-crashed", mask(message), { server, details });
    });
    this.#leftover = warm.connection.close();
    this.#options.onTools(undefined);
  }

  /** A server may change its tools while it starts; then the refresh waits for the start. */
  async #refresh(): Promise<void> {
    const { server, log, timeoutMs, mask, loopTurns: turns } = this.#options;
    try {
      const warm = this.#warm ?? (await this.#starting);
      if (!warm) return;
      const { connection, calls } = warm;
      const limit = new TimeLimit(timeoutMs);
      const context = { connection, calls, closing: this.#closing, turns, mask, limit };
      const question: ServerQuestion<unknown[], unknown[]> = {
        subject: () => ({ server, about: `tools/list of server "${server}"` }),
        ask: ({ deadline }) => connection.listTools(abortSignalOf(deadline.signal)),
        read: (answer) => answer,
      };
      const listed = await sendRequest(context, question, {});
      warm.table = createToolTable(server, listed, log);
      if (this.#warm === warm) this.#options.onTools(warm.table.tools);
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      log("warning", `its changed tools cannot be listed: ${String(error)}`);
    }
  }
}
