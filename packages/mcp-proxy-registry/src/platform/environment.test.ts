import { expect, it } from "vitest";
import { withVariables } from "./environment.ts";

const ours = { PATH: "ours", TEMP: "t" };

it("takes a server's own variable for ours on Windows, however it is written", () => {
  expect(withVariables(ours, { Path: "its" }, "win32")).toEqual({ TEMP: "t", Path: "its" });
});

it("takes them for two elsewhere", () => {
  expect(withVariables(ours, { Path: "its", TEMP: "i" }, "linux")).toEqual({
    PATH: "ours",
    Path: "its",
    TEMP: "i",
  });
});
