import { expect, test } from "vitest";
import { maskedText } from "./masked-text.ts";

const secrets = ["s3cret-value", "hunter2", "ghp_0123456789abcdef", "abc123def456ghi789jkl012mno"];

test("JSON shows how servers start, and no value of anything else", () => {
  const text = JSON.stringify(
    {
      oauth: { token: secrets[0] },
      mcpServers: {
        one: {
          command: "npx",
          args: [
            "-y",
            "some-server",
            "--api-key",
            secrets[1],
            "--token=hunter2",
            secrets[2],
            "-e",
            "A=hunter2",
          ],
          env: { TOKEN: secrets[0], MODE: "fast" },
        },
        two: {
          url: "https://example.com/mcp",
          headers: { Authorization: "Bearer hunter2" },
        },
        three: { url: "https://ada:hunter2@example.com/mcp?key=hunter2", args: [secrets[3]] },
      },
    },
    null,
    2,
  );
  const masked = maskedText(text, { format: "json", key: "mcpServers" });
  for (const secret of secrets) expect(masked).not.toContain(secret);
  for (const shown of [
    '"npx"',
    '"some-server"',
    '"--api-key"',
    '"https://example.com/mcp"',
    '"TOKEN": "***"',
    '"MODE": "***"',
  ]) {
    expect(masked).toContain(shown);
  }
  expect(masked.split("\n")).toHaveLength(text.split("\n").length);
});

test("TOML too", () => {
  const text = `[account]
token = "s3cret-value"
[mcp_servers.one]
command = "npx"
args = ["-y", "some-server", "--api-key", "hunter2"]
env = { TOKEN = "s3cret-value" }
note = """
s3cret-value
"""
[mcp_servers.one.http_headers]
Authorization = 'Bearer hunter2'
`;
  const masked = maskedText(text, { format: "toml", key: "mcp_servers" });
  for (const secret of secrets) expect(masked).not.toContain(secret);
  expect(masked).toContain('command = "npx"');
  expect(masked).toContain('args = ["-y", "some-server", "--api-key", "***"]');
  expect(masked).toContain('token = "***"');
});

test("a history of years in the same file is masked in a moment", () => {
  const history = Array.from({ length: 100_000 }, (_, at) => ({ display: `typed ${at}` }));
  const text = JSON.stringify({ history, mcpServers: { one: { command: "npx" } } });
  const began = process.cpuUsage();
  const masked = maskedText(text, { format: "json", key: "mcpServers" });
  expect(process.cpuUsage(began).user / 1e6).toBeLessThan(5);
  expect(masked).toBe(text.replaceAll(/"typed \d+"/g, '"***"'));
});
