import { describe, expect, it } from "vitest";
import { createMask, maskedCommandLine } from "./mask-secrets.ts";

describe("createMask", () => {
  it("takes out the values of env, but leaves paths and short words readable", () => {
    const mask = createMask({
      command: "x",
      env: { API: "abcdef-123", DATA: "/srv/data", MODE: "dev", KEY_FILE: "/srv/secret.pem" },
    });
    expect(mask("abcdef-123 in /srv/data, dev, with /srv/secret.pem")).toBe(
      "*** in /srv/data, dev, with ***",
    );
  });

  it("takes out headers, with and without their scheme, and the values of a query", () => {
    const mask = createMask({
      url: "https://example.com/mcp?key=q-12345&v=1",
      headers: { Authorization: "Bearer abcdef123" },
    });
    expect(mask("sent Bearer abcdef123, got abcdef123 refused at ?key=q-12345&v=1")).toBe(
      "sent ***, got *** refused at ?key=***&v=1",
    );
  });

  it("takes out passwords in URLs and well-known tokens wherever they come from", () => {
    const mask = createMask({ command: "x" });
    expect(mask("postgres://me:pass@host/db ghp_0123456789abcdefghij")).toBe(
      "postgres://me:***@host/db ***",
    );
  });
});

describe("maskedCommandLine", () => {
  it.each([
    [["-y", "@scope/server-name@1.2.3", "/tmp/a b"], "npx -y @scope/server-name@1.2.3 '/tmp/a b'"],
    [["--api-key", "k1", "--verbose"], "npx --api-key *** --verbose"],
    [["--token=k1", "-e", "DB_PASSWORD=x y"], "npx --token=*** -e DB_PASSWORD=***"],
    [["--header", "Authorization: Bearer abc"], "npx --header 'Authorization: ***'"],
    [["--header", "X-Api-Key: abc"], "npx --header 'X-Api-Key: ***'"],
    [["postgres://u:p@h/d"], "npx postgres://u:***@h/d"],
    [["0123456789abcdef0123456789abcdef"], "npx ***"],
    [["*.txt", "~/x"], "npx '*.txt' '~/x'"],
    [["it's"], String.raw`npx 'it'\''s'`],
  ])("%j", (args, expected) => {
    expect(maskedCommandLine("npx", args, "linux")).toBe(expected);
  });

  it.each([
    [["/c", "npx", "-y", "it's"], `/c npx -y "it's"`],
    [["D:\\Jörg\\a.js", "--token", "k1"], "D:\\Jörg\\a.js --token ***"],
    [["C:\\my notes", '{"a": 1}'], '"C:\\my notes" "{""a"": 1}"'],
    [["a&b", ""], '"a&b" ""'],
  ])("on Windows: %j", (args, expected) => {
    const command = "C:\\Program Files\\nodejs\\node.exe";
    expect(maskedCommandLine(command, args, "win32")).toBe(`"${command}" ${expected}`);
  });
});
