import { expect, test } from "vitest";
import { summarize } from "./summarize.ts";

test("a summary is one sentence on one line of at most 64 characters", () => {
  expect(summarize("Reads a file.\nMore here.", false)).toBe("Reads a file.");
  expect(summarize("Uses v1.2 of\n  the API", false)).toBe("Uses v1.2 of the API");
  expect(summarize("查询天气。更多", false)).toBe("查询天气。");
  expect(summarize(undefined, false)).toBe("");
  expect(summarize("Read a file as text. DEPRECATED: Use read_text_file instead.", true)).toBe(
    "(deprecated) Read a file as text.",
  );
  expect(summarize("Deprecated. Use read_text_file.", true)).toBe("Deprecated.");
  expect(summarize("Looks at a project. Lists its deprecated packages.", false)).toBe(
    "Looks at a project.",
  );
  expect(summarize("Adds a reaction (e.g. a thumb). Returns it.", false)).toBe(
    "Adds a reaction (e.g. a thumb).",
  );
  expect(summarize("\n  🎯 Purpose:\n    1. Lists the **objects**. Pages them.\n", false)).toBe(
    "Lists the objects.",
  );
  expect(
    summarize("🛡️ Guardrails:\n 1. Changes data!\n\n🎯 Purpose:\n 1. Creates notes.\n", false),
  ).toBe("Creates notes.");
  expect(summarize("Tasks\n\nLists them all.", false)).toBe("Tasks");
  expect(summarize("Notion | Create a page\nError Responses:\n400: Bad request", false)).toBe(
    "Notion | Create a page",
  );
  expect(summarize("Adds two numbers\nArgs:\n  a: the first", false)).toBe("Adds two numbers");
  expect(summarize("Sends to one of these\nchannels: mail, chat", false)).toBe(
    "Sends to one of these channels: mail, chat",
  );
  expect(summarize("--- ***", false)).toBe("--- *");
  const long = summarize("word ".repeat(100), false);
  expect(long.length).toBeLessThanOrEqual(64);
  expect(long).toMatch(/word…$/);
});
