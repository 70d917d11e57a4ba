import type { DefineCommand } from "./define-command.ts";

export const defineSessions: DefineCommand = (program, { log }) => {
  const sessions = program
    .command("sessions")
    .description("the sandboxes that run in containers on this machine now")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Each runs for one session of a server that is up: PROCESS is its process id. Embedded sandboxes are no containers; they
end with that process. Exit status: 0, or 1 where an id names no sandbox.

Examples:
  mcp-code-execution sessions
  mcp-code-execution sessions end 3f9c2a
  mcp-code-execution sessions end --all`,
    )
    .action(async (options) => {
      const { sessionsList } = await import("../commands/sessions.ts");
      process.exitCode = await sessionsList(options, log);
    });
  sessions
    .command("end")
    .description(
      "end sandboxes of this machine; their variables and files are gone, and their next run says so",
    )
    .argument("[ids...]", "beginnings of ids")
    .option("--all", "every one")
    .action(async (ids: string[], options) => {
      const { sessionsEnd } = await import("../commands/sessions.ts");
      process.exitCode = await sessionsEnd(ids, options, log);
    });
};
