import type { Command } from "commander";

/** What a command receives in addition to its own arguments. */
export interface CommandContext {
  /** One line on stderr; stdout belongs to the protocol, or to the result. */
  log: (line: string) => void;
}

/** Adds one command, with its options and help, to the program. Its implementation is imported when it runs. */
export type DefineCommand = (program: Command, context: CommandContext) => void;
