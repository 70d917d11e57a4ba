import type { CallOptions, CatalogTool } from "@mcp-code-execution/mcp-proxy-registry";
import { toolChanged, toolDenied } from "./access-error.ts";
import type { Verdict } from "./judge-tool.ts";

/** A call that may be made. */
export interface Decision {
  tool: CatalogTool;
  checked: Record<string, unknown>;
  /** A person has allowed it. */
  isGranted: boolean;
}

/** Every option, so that none can be forgotten when they are passed on. */
type EachOption = { [Key in keyof Required<CallOptions>]: CallOptions[Key] };

/**
 * The options of a call that was decided about: the decision is checked once more when it is sent. Without functions of
 * its own, since thousands of calls may wait at once.
 */
export class AdmittedCall implements EachOption {
  readonly checkedFor: CatalogTool;
  readonly #judge: (tool: CatalogTool) => Verdict;
  readonly #isGranted: boolean;
  readonly #call: CallOptions;

  constructor(
    judge: (tool: CatalogTool) => Verdict,
    { tool, isGranted }: Decision,
    call: CallOptions,
  ) {
    this.checkedFor = tool;
    this.#judge = judge;
    this.#isGranted = isGranted;
    this.#call = call;
  }

  get signal(): CallOptions["signal"] {
    return this.#call.signal;
  }

  get timeoutMs(): CallOptions["timeoutMs"] {
    return this.#call.timeoutMs;
  }

  get onProgress(): CallOptions["onProgress"] {
    return this.#call.onProgress;
  }

  get onLog(): CallOptions["onLog"] {
    return this.#call.onLog;
  }

  get context(): unknown {
    return this.#call.context;
  }

  get json(): CallOptions["json"] {
    return this.#call.json;
  }

  get suggest(): false {
    return false;
  }

  admit(current: CatalogTool): void {
    const { checkedFor: tool } = this;
    this.#call.signal?.throwIfAborted();
    this.#call.admit?.(current);
    const verdict = this.#judge(current);
    if (verdict === "deny") throw toolDenied(current);
    const mayBeSent = verdict === "allow" || (this.#isGranted && isSameTool(current, tool));
    if (current.name !== tool.name || !mayBeSent) throw toolChanged(tool);
  }
}

function isSameTool(one: CatalogTool, other: CatalogTool): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
