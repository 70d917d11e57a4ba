import { Option } from "commander";
import type { ImageBuildOptions } from "../commands/image/image-build.ts";
import type { ImagePullOptions } from "../commands/image/image-pull.ts";
import type { DefineCommand } from "./define-command.ts";

const engine = (): Option =>
  new Option("--engine <name>", "default: podman where it answers, else docker").choices([
    "podman",
    "docker",
  ]);
const log = (line: string): void => console.error(line);

export const defineImage: DefineCommand = (program) => {
  const image = program
    .command("image")
    .description("the image that container sandboxes run")
    .addHelpText(
      "after",
      `
Both print the image's name. Exit status: 0, or 1 where there is no engine or it failed.

Examples:
  mcp-code-execution image build
  mcp-code-execution image pull --engine docker`,
    );
  image
    .command("build")
    .description("build it on your engine, with the packages for data analysis")
    .addOption(engine())
    .option("--base <image>", "image to start from", "debian:trixie-slim")
    .option("--network <name>", "network of the build, as the engine names it")
    .action(async (options: ImageBuildOptions) => {
      const { imageBuild } = await import("../commands/image/image-build.ts");
      process.exitCode = await imageBuild(options, log);
    });
  image
    .command("pull")
    .description("pull it beforehand, so that no run waits for it")
    .argument("[image]", "default: MCP_BRIDGE_IMAGE, else the published one")
    .addOption(engine())
    .action(async (name: string | undefined, options: ImagePullOptions) => {
      const { imagePull } = await import("../commands/image/image-pull.ts");
      process.exitCode = await imagePull(name, options, log);
    });
};
