import type { BridgeRunOptions } from "./bridge-types.ts";
import { lateSandboxError } from "./late-sandbox-error.ts";

const names: Readonly<Record<keyof BridgeRunOptions, true>> = {
  session: true,
  timeoutMs: true,
  signal: true,
  onOutput: true,
  onStatus: true,
  client: true,
  caller: true,
  onToolProgress: true,
};

/** Checks what is the bridge's own of a run's options; the sandbox checks the rest. Throws `invalid-options`. */
export async function checkRunOptions(options: BridgeRunOptions): Promise<void> {
  const problem = problemOf(options);
  if (problem !== undefined) throw await lateSandboxError("invalid-options", problem);
}

function problemOf(options: BridgeRunOptions): string | undefined {
  if (typeof options !== "object" || options === null) {
    return 'The options of a run must be an object, such as {session: "default"}.';
  }
  const unknown = Object.entries(options).find(
    ([name, value]) => value !== undefined && !Object.hasOwn(names, name),
  );
  if (unknown !== undefined) {
    return `There is no option ${unknown[0]}. The options here are ${Object.keys(names).join(", ")}.`;
  }
  const { client, onToolProgress } = options;
  if (client !== undefined && !isClient(client)) {
    return "client must be {name, version}, and may have user: all of them strings.";
  }
  if (onToolProgress !== undefined && typeof onToolProgress !== "function") {
    return "onToolProgress must be a function.";
  }
  return undefined;
}

function isClient(client: unknown): boolean {
  if (typeof client !== "object" || client === null) return false;
  const { name, version, user = "" } = client as Record<string, unknown>;
  return [name, version, user].every((text) => typeof text === "string");
}
