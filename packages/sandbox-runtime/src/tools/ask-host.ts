import type { Call } from "../protocol/sandbox-frames.ts";
import {
  describeParams,
  promptParams,
  readCallParams,
  removeParams,
  resourceParams,
  saveParams,
  searchParams,
  serverParams,
} from "./call-params.ts";
import type { KnownSavedTools, SavedToolChanges } from "./known-saved-tools.ts";
import { refusal } from "./refusal.ts";
import type { SavedToolStore } from "./saved-tool-store.ts";
import type { CallContext, ToolHost } from "./tool-host.ts";

/**
 * The host's answer to a call of the sandbox, or a promise of it. Throws a ZodError for wrong parameters, and a refusal
 * for what the host does not offer.
 */
export function askHost(
  host: ToolHost,
  call: CallContext & Pick<Call, "method" | "params">,
  known: KnownSavedTools,
): unknown {
  const { method, params } = call;
  // The call is itself what its host learns about it.
  const context: CallContext = call;
  context.cancelSignal.throwIfAborted();
  switch (method) {
    case "tools.call":
      return host.callTool(readCallParams(params), context);
    case "tools.search":
      return host.searchTools(searchParams.parse(params), context);
    case "tools.describe":
      return host.describeTools(describeParams.parse(params), context);
    case "servers.list":
      return host.listServers();
    case "servers.describe":
      return (
        host.describeServer?.(serverParams.parse(params), context) ?? absent("describing a server")
      );
    case "resources.list":
      return host.listResources?.(serverParams.parse(params), context) ?? absent("resources");
    case "resources.templates":
      return (
        host.listResourceTemplates?.(serverParams.parse(params), context) ??
        absent("resource templates")
      );
    case "resources.read":
      return host.readResource?.(resourceParams.parse(params), context) ?? absent("resources");
    case "prompts.list":
      return host.listPrompts?.(serverParams.parse(params), context) ?? absent("prompts");
    case "prompts.get":
      return host.getPrompt?.(promptParams.parse(params), context) ?? absent("prompts");
    case "saved.list":
      return changedTools(host, known);
    case "saved.save": {
      const { overwrite, ...tool } = saveParams.parse(params);
      const saving = storeOf(host).save(tool, { overwrite, signal: context.signal });
      return saving.then(() => known.doubt([tool.name]));
    }
    case "saved.remove": {
      const { name: removed } = removeParams.parse(params);
      const removing = storeOf(host).remove(removed, { signal: context.signal });
      return removing.then(() => known.doubt([removed]));
    }
    default:
      throw refusal("refused", `the host knows no method ${JSON.stringify(method)}`);
  }
}

async function changedTools(host: ToolHost, known: KnownSavedTools): Promise<SavedToolChanges> {
  return known.tellRunning((await host.savedTools?.list()) ?? []);
}

function storeOf(host: ToolHost): SavedToolStore {
  if (host.savedTools) return host.savedTools;
  throw refusal(
    "saving-unavailable",
    "saved tools are switched off here: keep the function in this session",
  );
}

function absent(what: string): never {
  throw refusal("not-supported", `${what} cannot be asked for here: the host does not offer it`);
}
