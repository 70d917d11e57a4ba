import { Option } from "commander";
import type { ImageBuildOptions } from "../commands/image-build.ts";
import type { DefineCommand } from "./define-command.ts";

export const defineImage: DefineCommand = (program) => {
  const image = program.command("image").description("the image that container sandboxes run");
  image
    .command("build")
    .description("build it on your engine, with the packages for data analysis")
    .addOption(
      new Option("--engine <name>", "default: podman where it answers, else docker").choices([
        "podman",
        "docker",
      ]),
    )
    .option("--base <image>", "image to start from", "debian:trixie-slim")
    .option("--network <name>", "network of the build, as the engine names it")
    .action(async (options: ImageBuildOptions) => {
      const { imageBuild } = await import("../commands/image-build.ts");
      process.exitCode = await imageBuild(options, (line) => console.error(line));
    });
};
