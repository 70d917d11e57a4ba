import type { ConfigProblem } from "./config-problem.ts";

/** What went wrong, for a program. */
export type ConfigErrorCode = "invalid-setting";

/** Thrown by functions that read only one part. `loadConfig` never throws it, but fills `problems`. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly code: ConfigErrorCode;
  readonly problems: readonly ConfigProblem[];

  constructor(code: ConfigErrorCode, problems: readonly ConfigProblem[], options?: ErrorOptions) {
    super(problems.map((problem) => problem.message).join("\n"), options);
    this.code = code;
    this.problems = problems;
  }
}
