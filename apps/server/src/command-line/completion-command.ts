import tab from "@bomb.sh/tab/commander";
import type { DefineCommand } from "./define-command.ts";

// The script for bash needs the package bash-completion, which macOS and small systems lack, and cannot be loaded
// twice.
const beforeBash = `declare -F __mcp_code_execution_complete >/dev/null && return
if ! declare -F _get_comp_words_by_ref >/dev/null; then
    _get_comp_words_by_ref() {
        cword=$COMP_CWORD words=("\${COMP_WORDS[@]}") cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
    }
fi
`;

/**
 * `completion <shell>` prints a script that calls the hidden command `complete` for suggestions. Must be defined last,
 * since it reads the other commands.
 */
export const defineCompletion: DefineCommand = (program) => {
  tab(program, { completionCommandName: "completion" });
  program.commands
    .find((command) => command.name() === "completion")
    ?.description("print the script that completes this command line in your shell")
    .hook("preAction", (_, { args: [shell] }) => {
      if (shell === "bash") process.stdout.write(beforeBash);
    })
    .addHelpText(
      "after",
      `
It completes mcp-code-execution where that is on the PATH (npm install -g mcp-code-execution).

Examples:
  source <(mcp-code-execution completion bash)     # in ~/.bashrc
  source <(mcp-code-execution completion zsh)      # in ~/.zshrc
  mcp-code-execution completion fish > ~/.config/fish/completions/mcp-code-execution.fish
  mcp-code-execution completion powershell | Out-String | Invoke-Expression     # in $PROFILE`,
    );
};
