import type { DefineCommand } from "./define-command.ts";

/** `serve`, which is what runs without a command too. */
export const defineServe: DefineCommand = (program, { log }) => {
  const action = async (): Promise<void> => {
    const { serve } = await import("../commands/serve.ts");
    await serve(log);
  };
  program.action(action);
  program.command("serve").description("serve over stdio, as without a command").action(action);
};
