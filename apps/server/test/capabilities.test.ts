import { expect, it } from "vitest";
import { connect } from "./fixtures/connect.ts";
import { fixture } from "./fixtures/upstream-servers.ts";

it("the manual is a resource that names the servers", async () => {
  await using connection = await connect({
    servers: {
      "my-calendar": { ...fixture("office-server", "calendar"), description: "Events of the day" },
      weather: fixture("office-server", "weather"),
    },
  });
  const { resources } = await connection.client.listResources();
  expect(resources).toMatchObject([{ name: "capabilities", mimeType: "text/markdown" }]);
  const [{ uri } = { uri: "" }] = resources;
  const { contents } = await connection.client.readResource({ uri });
  expect(contents).toMatchObject([{ uri, mimeType: "text/markdown" }]);
  const { text } = contents[0] as { text: string };
  expect(text).toContain("- my-calendar (mcp_my_calendar): Events of the day\n");
  expect(text).toContain("- weather (mcp_weather)\n");
  expect(text).toContain("runtime.search_tool_docs(");
});

it("the manual says so where there are no servers, and another address is an error", async () => {
  await using connection = await connect();
  const uri = "mcp-code-execution://capabilities";
  const { contents } = await connection.client.readResource({ uri });
  expect((contents[0] as { text: string }).text).toContain("None is configured.");
  await expect(connection.client.readResource({ uri: `${uri}/more` })).rejects.toThrow(
    `The only one is ${uri}.`,
  );
});
