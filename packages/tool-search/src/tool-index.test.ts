import { expect, test } from "vitest";
import { createToolIndex } from "./index.ts";

test("a tool is found by other words than its own", async () => {
  const index = createToolIndex();
  index.setServer("github", [
    { name: "create_issue", description: "Open a new issue in a repository." },
    { name: "list_commits", description: "List the commits of a branch." },
  ]);
  index.setServer("weather", [
    { name: "getForecast", description: "Weather forecast for a city and a day." },
  ]);
  const [ticket] = await index.search("add a ticket");
  expect(ticket).toMatchObject({ server: "github", tool: "create_issue" });
  const [forecast] = await index.search("what's the waether like in Paris tomorrow");
  expect(forecast).toMatchObject({ server: "weather", tool: "getForecast" });
});
