import { expect, test } from "vitest";
import { editsOf } from "./edits-of.ts";

const json = editsOf({ format: "json", key: "mcpServers" });
const toml = editsOf({ format: "toml", key: "mcp_servers" });
const ours = { command: "npx", args: ["-y", "mcp-code-execution"] };

test("JSON keeps comments, indentation and line ends", () => {
  const before = `{\r\n\t// mine\r\n\t"theme": "dark",\r\n\t"mcpServers": {\r\n\t\t"github": { "command": "a" } // keep\r\n\t}\r\n}\r\n`;
  const after = json.add(before, "code-execution", ours);
  expect(after).toContain("// mine");
  expect(after).toContain("// keep");
  expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  expect(after).toContain('\r\n\t\t"code-execution": {\r\n\t\t\t"command": "npx"');
  expect(json.read(after)).toEqual({ github: { command: "a" }, "code-execution": ours });
  expect(json.read(json.remove(after, "github"))).toEqual({ "code-execution": ours });
  expect(json.remove(after, "github")).toContain("// mine");
});

test("JSON puts a server below the last one, which stays as it is written", () => {
  const before = '{\n  "mcpServers": {\n    "one": { "command": "a" }\n  }\n}\n';
  const after = json.add(before, "two", { command: "b" });
  expect(after).toBe(
    '{\n  "mcpServers": {\n    "one": { "command": "a" },\n    "two": {\n      "command": "b"\n    }\n  }\n}\n',
  );
  const commented = before.replace('" }\n', '" } // mine\n');
  expect(json.read(json.add(commented, "two", { command: "b" }))).toEqual({
    one: { command: "a" },
    two: { command: "b" },
  });
});

test.each([
  ['{"a":1}', '{"a":1,"mcpServers":{"two":{"command":"b, c","args":["-y"]}}}'],
  ['{"a": 1}\n', '{"a": 1, "mcpServers": {"two": {"command": "b, c", "args": ["-y"]}}}\n'],
  ['{"mcpServers":{}}', '{"mcpServers":{"two":{"command":"b, c","args":["-y"]}}}'],
  [
    '{"mcpServers": {"one": {}}, "b": 2}',
    '{"mcpServers": {"one": {}, "two": {"command": "b, c", "args": ["-y"]}}, "b": 2}',
  ],
  [
    '{"mcpServers":{"one":{},},}',
    '{"mcpServers":{"one":{},"two":{"command":"b, c","args":["-y"]},},}',
  ],
  [
    '{\n  "mcpServers": {"one": {}}, // mine\n  "b":   [1,2]\n}',
    '{\n  "mcpServers": {"one": {}, "two": {"command": "b, c", "args": ["-y"]}}, // mine\n  "b":   [1,2]\n}',
  ],
])("JSON on one line stays on one line: %j", (before, after) => {
  const entry = { command: "b, c", args: ["-y"] };
  expect(json.add(before, "two", entry)).toBe(after);
  expect(json.read(after)["two"]).toEqual(entry);
});

test("JSON without servers keeps the layout of what stands above them", () => {
  expect(json.add('{\n  "a":   {"b": [1,2]}\n}\n', "two", { command: "b" })).toBe(
    '{\n  "a":   {"b": [1,2]},\n  "mcpServers": {\n    "two": {\n      "command": "b"\n    }\n  }\n}\n',
  );
});

const trailing = `{
  "mcpServers": {
    // the first
    "one": { "command": "a", "args": [1, 2], }, // why
    // the second
    "two": {
      "command": "b",
    }, // last
  },
  "other": 1,
}
`;

test("JSON with commas behind the last ones stays in that style", () => {
  const third = '\n    "three": {\n      "command": "c"\n    },';
  expect(json.add(trailing, "three", { command: "c" })).toBe(
    trailing.replace("}, // last", `}, // last${third}`),
  );
  expect(json.remove(trailing, "one")).toBe(
    trailing.replace(/ {4}\/\/ the first\n.*\/\/ why\n/, ""),
  );
  const first = trailing.replace(/ {4}\/\/ the second[^]*\/\/ last\n/, "");
  expect(json.remove(trailing, "two")).toBe(first);
  const none = json.remove(first, "one");
  expect(none).toBe('{\n  "mcpServers": {},\n  "other": 1,\n}\n');
  expect(json.add(none, "three", { command: "c" })).toBe(
    `{\n  "mcpServers": {${third.slice(0, -1)}\n  },\n  "other": 1,\n}\n`,
  );
});

test.each([
  [
    '{"mcpServers": {"one": 1, "two": {}}}',
    '{"mcpServers": { "two": {}}}',
    '{"mcpServers": {"one": 1}}',
  ],
  [
    '{"mcpServers": { "one": 1, "two": {}, }, }',
    '{"mcpServers": { "two": {}, }, }',
    '{"mcpServers": { "one": 1, }, }',
  ],
  [
    '{"mcpServers": {\n  "one": 1 /* , */ // ,\n  , "two": {} // }\n}}',
    '{"mcpServers": { "two": {} // }\n}}',
    '{"mcpServers": {\n  "one": 1 /* , */ // ,\n  \n}}',
  ],
])("JSON %j keeps the other of two servers", (text, withoutFirst, withoutSecond) => {
  expect(json.remove(text, "one")).toBe(withoutFirst);
  expect(json.remove(text, "two")).toBe(withoutSecond);
  expect(json.read(json.remove(json.remove(text, "one"), "two"))).toEqual({});
  expect(json.remove(text, "three")).toBe(text);
});

test.each([
  ['{"mcpServers": { // mine\n  "one": {}}}', '{"mcpServers": { // mine\n}}'],
  [
    '{"mcpServers": {\r\n  "two": {}, // mine\r\n  "one": {}}}',
    '{"mcpServers": {\r\n  "two": {} // mine\r\n}}',
  ],
  [
    '{"mcpServers": {\n  "two": {},\n  "one": {} // old, slow\n}}',
    '{"mcpServers": {\n  "two": {}\n}}',
  ],
])("JSON %j loses a server beside a comment and nothing else", (text, without) => {
  expect(json.remove(text, "one")).toBe(without);
});

test("JSON takes no comma in a comment for the one behind a server", () => {
  const before = '{\n  "mcpServers": {\n    "one": {} // old, slow\n  }\n}\n';
  expect(json.add(before, "two", {})).toBe(
    '{\n  "mcpServers": {\n    "one": {}, // old, slow\n    "two": {}\n  }\n}\n',
  );
});

test.each(["", "\n", "{}", "{\n}\n", '{"other": 1}'])("JSON %j gets the key", (before) => {
  expect(json.read(json.add(before, "x", ours))).toEqual({ x: ours });
});

test.each(["[1]", "{", '{"mcpServers": []}'])("JSON %j is not edited", (text) => {
  expect(() => json.read(text)).toThrow(/Correct it first/);
});

const codex = `# my codex
model = "gpt-5"   # the model

[tui]
theme = 'dark' # keep

# the one for issues
[mcp_servers.github]
command = "npx"
args = ["-y", "x"]  # args

[mcp_servers.github.env]
TOKEN = "secret"

# documents
[mcp_servers.docs]
url = "https://example.com/mcp"
http_headers = { "A" = "b" }

# fast
[profiles.fast]
model = "mini"
`;

test("TOML is touched in the lines of the server alone", () => {
  expect(toml.remove(codex, "github")).toBe(
    codex.replace(/# the one for issues[\s\S]*?(?=# documents)/, ""),
  );
  expect(toml.remove(codex, "docs")).toBe(codex.replace(/# documents[\s\S]*?(?=# fast)/, ""));
  const after = toml.add(codex, "code-execution", ours);
  expect(after.startsWith(codex)).toBe(true);
  expect(after.slice(codex.length)).toBe(
    '\n[mcp_servers.code-execution]\ncommand = "npx"\nargs = [ "-y", "mcp-code-execution" ]\n',
  );
  expect(toml.read(toml.add("", "x", ours))).toEqual({ x: ours });
  const windows = toml.add('model = "a"\r\n', "x", ours);
  expect(windows.replaceAll("\r\n", "")).not.toContain("\n");
});

test("TOML that cannot be edited in lines is left alone, with what to do", () => {
  const inline = 'mcp_servers = { github = { command = "npx" } }\n';
  expect(toml.read(inline)).toEqual({ github: { command: "npx" } });
  expect(() => toml.add(inline, "x", ours)).toThrow(/cannot be edited.*Add this by hand/);
  const dotted = '[mcp_servers]\ngithub.command = "npx"\n';
  expect(() => toml.remove(dotted, "github")).toThrow(/table of its own/);
  const tricky = 'text = """\n[mcp_servers.github]\n"""\n[mcp_servers.github]\ncommand = "a"\n';
  expect(() => toml.remove(tricky, "github")).toThrow(/cannot be edited/);
  expect(() => toml.read("a = ")).toThrow(/not valid TOML/);
});
