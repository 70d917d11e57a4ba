import { expect, it } from "vitest";
import type { Engine } from "./engines/engine.ts";
import { explainStart } from "./explain-start.ts";

it.each([
  ["our/image:1", "The image our/image:1 has no python3"],
  [undefined, "The image of the sandbox has no python3"],
])("names an image without python3, or says whose it is (%s)", (image, words) => {
  const error = new Error('exec: "python3": executable file not found in $PATH: unknown');
  const engine = { name: "docker", address: "unix:///var/run/docker.sock" } as Engine;
  const explained = explainStart(error, engine, image);
  expect(explained).toMatchObject({
    code: "start-failed",
    message: expect.stringContaining(words),
  });
});
