import { expect, it } from "vitest";
import { connect, textOf } from "./fixtures/connect.ts";
import { fixture } from "./fixtures/upstream-servers.ts";

const servers = { weather: fixture("office-server", "weather") };
const code = "print('12, \"a\"')\nawait mcp_weather.get_forecast(location='Oslo')";
const facts = {
  status: "ok",
  stdout: '12, "a"\n',
  value: "'Oslo: Rain in the morning, 14 degrees'",
};

it.each([
  ["compact", (text: string) => expect(text).toBe(`12, "a"\n${facts.value}`)],
  ["json", (text: string) => expect(JSON.parse(text)).toEqual(facts)],
  [
    "toon",
    (text: string) => {
      expect(text.split("\n")).toContain("status: ok");
      expect(text).toContain('stdout: "12, \\"a\\"\\n"');
    },
  ],
])("MCP_BRIDGE_OUTPUT_MODE=%s", async (mode, check) => {
  await using connection = await connect({
    servers,
    environment: { MCP_BRIDGE_OUTPUT_MODE: mode },
  });
  const result = await connection.run(code);
  expect(result.structuredContent).toEqual(facts);
  check(textOf(result));
});
