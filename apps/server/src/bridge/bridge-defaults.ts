import type { BridgeOptions } from "./bridge-types.ts";

type DefaultedOption =
  | "timeoutSeconds"
  | "startupTimeoutSeconds"
  | "memoryLimitBytes"
  | "pidsLimit"
  | "maxToolCalls";

/** The defaults of a bridge's options. */
export const bridgeDefaults: Readonly<Record<DefaultedOption & keyof BridgeOptions, number>> = {
  timeoutSeconds: 300,
  startupTimeoutSeconds: 60,
  memoryLimitBytes: 512 * 1024 ** 2,
  pidsLimit: 128,
  maxToolCalls: 10_000,
};
