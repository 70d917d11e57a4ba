import type { DoctorOptions } from "../commands/doctor/doctor.ts";
import type { DefineCommand } from "./define-command.ts";

export const defineDoctor: DefineCommand = (program) => {
  program
    .command("doctor")
    .description("try everything that a run needs: runtime, image, configuration, every server")
    .option("--json", "print the findings as JSON")
    .addHelpText(
      "after",
      `
Starts every configured server once. Exit status: 0 if everything is in order, 1 if something needs to be fixed.

Examples:
  mcp-code-execution doctor
  MCP_BRIDGE_RUNTIME=docker mcp-code-execution doctor
  mcp-code-execution doctor --json | jq '.problems'`,
    )
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import("../commands/doctor/doctor.ts");
      process.exitCode = await doctor(options);
    });
};
