import type { LoginCommandOptions } from "../commands/login.ts";
import type { DefineCommand } from "./define-command.ts";

export const defineLogin: DefineCommand = (program, { log }) => {
  program
    .command("login")
    .description("log in to a server behind a URL, so that its tools can be called")
    .argument("<server>", "its name in your configuration")
    .option("--logout", "forget the login instead")
    .option("--no-browser", "print the address of the login page only")
    .addHelpText(
      "after",
      `
Opens the login page in your browser and prints its address too. Where the browser is on another machine, paste the
address that it ends at. Exit status: 0, or 1 where the login failed.

Examples:
  mcp-code-execution login github
  mcp-code-execution login github --no-browser
  mcp-code-execution login github --logout`,
    )
    .action(async (server: string, options: LoginCommandOptions) => {
      const { login } = await import("../commands/login.ts");
      process.exitCode = await login(server, options, log);
    });
};
