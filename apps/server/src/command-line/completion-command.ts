import tab from "@bomb.sh/tab/commander";
import type { DefineCommand } from "./define-command.ts";

/** `completion <shell>` prints a script that asks the hidden command `complete` for what fits. Define it last: it reads the others. */
export const defineCompletion: DefineCommand = (program) => {
  tab(program, { completionCommandName: "completion" });
  program.commands
    .find((command) => command.name() === "completion")
    ?.description("print the script that completes this command line in your shell")
    .addHelpText(
      "after",
      `
It completes mcp-code-execution where that is on the PATH (npm install -g mcp-code-execution).

Examples:
  source <(mcp-code-execution completion bash)     # in ~/.bashrc
  source <(mcp-code-execution completion zsh)      # in ~/.zshrc
  mcp-code-execution completion fish > ~/.config/fish/completions/mcp-code-execution.fish`,
    );
};
