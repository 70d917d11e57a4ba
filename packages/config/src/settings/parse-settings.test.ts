import { expect, test } from "vitest";
import { ConfigError } from "../config-error.ts";
import { parseSettings, readSettings } from "./parse-settings.ts";

const defaults = {
  runtime: "auto",
  image: undefined,
  timeoutSeconds: 300,
  outputMode: "compact",
  memoryLimitBytes: 536_870_912,
  pidsLimit: 128,
  cpus: undefined,
  containerUser: undefined,
  ociRuntime: undefined,
  warm: 1,
  idleTimeoutSeconds: 3600,
  startupTimeoutSeconds: 60,
  ask: "never",
  maxToolCalls: 10_000,
  projectConfig: "read",
  logLevel: "info",
  auditLog: undefined,
  auditArguments: "digest",
  auditFailure: "continue",
  auditBytes: 1_073_741_824,
  httpToken: undefined,
};

test("what is not set, or empty, has its default", () => {
  expect(parseSettings({})).toStrictEqual(defaults);
  expect(
    parseSettings({
      MCP_BRIDGE_RUNTIME: "",
      MCP_BRIDGE_IMAGE: " ",
      MCP_BRIDGE_TIMEOUT: "",
      MCP_BRIDGE_OUTPUT_MODE: "",
      MCP_BRIDGE_MEMORY_LIMIT: "",
      MCP_BRIDGE_PIDS_LIMIT: undefined,
      MCP_BRIDGE_STARTUP_TIMEOUT: "",
    }),
  ).toStrictEqual(defaults);
});

test.each([
  ["MCP_BRIDGE_TIMEOTU", "MCP_BRIDGE_TIMEOUT"],
  ["MCP_BRIDGE_OUTPUTMODE", "MCP_BRIDGE_OUTPUT_MODE"],
  ["MCP_BRIDGE_MEMORY", "MCP_BRIDGE_MEMORY_LIMIT"],
])("%s is ignored with a warning that names %s", (key, meant) => {
  expect(readSettings({ [key]: "64" })).toStrictEqual({
    settings: defaults,
    problems: [
      {
        severity: "warning",
        source: "environment",
        key,
        message: `The environment variable ${key} is not known and is ignored. If ${meant} is meant, write it so.`,
      },
    ],
  });
  expect(parseSettings({ [key]: "64" })).toStrictEqual(defaults);
});

test("a variable that resembles none of ours is not looked at", () => {
  const { problems } = readSettings({
    MCP_BRIDGE_STATE_DIR: "/run",
    MCP_BRIDGE_SAVED_TOOLS: "off",
  });
  expect(problems).toEqual([]);
});

test("every variable is read", () => {
  const settings = parseSettings({
    MCP_BRIDGE_RUNTIME: " Podman ",
    MCP_BRIDGE_IMAGE: "localhost:5000/team/python@sha256:0123abc",
    MCP_BRIDGE_TIMEOUT: "0.5",
    MCP_BRIDGE_OUTPUT_MODE: "TOON",
    MCP_BRIDGE_MEMORY_LIMIT: "1.5g",
    MCP_BRIDGE_PIDS_LIMIT: "64",
    MCP_BRIDGE_CPUS: "1.5",
    MCP_BRIDGE_CONTAINER_USER: "1000:1000",
    MCP_BRIDGE_OCI_RUNTIME: "runsc",
    MCP_BRIDGE_WARM: "0",
    MCP_BRIDGE_IDLE_TIMEOUT: "0",
    MCP_BRIDGE_STARTUP_TIMEOUT: "600",
    MCP_BRIDGE_ASK: "Destructive",
    MCP_BRIDGE_MAX_TOOL_CALLS: "0",
    MCP_BRIDGE_PROJECT_CONFIG: "ignore",
    MCP_BRIDGE_LOG_LEVEL: "debug",
    MCP_BRIDGE_AUDIT_LOG: "~/calls of tools.jsonl",
    MCP_BRIDGE_AUDIT_ARGUMENTS: "full",
    MCP_BRIDGE_AUDIT_FAILURE: "stop",
    MCP_BRIDGE_AUDIT_SIZE: "0",
    MCP_BRIDGE_HTTP_TOKEN: "0123456789abcdef, fedcba9876543210",
  });
  expect(settings).toStrictEqual({
    runtime: "podman",
    image: "localhost:5000/team/python@sha256:0123abc",
    timeoutSeconds: 0.5,
    outputMode: "toon",
    memoryLimitBytes: 1_610_612_736,
    pidsLimit: 64,
    cpus: 1.5,
    containerUser: "1000:1000",
    ociRuntime: "runsc",
    warm: 0,
    idleTimeoutSeconds: 0,
    startupTimeoutSeconds: 600,
    ask: "destructive",
    maxToolCalls: 0,
    projectConfig: "ignore",
    logLevel: "debug",
    auditLog: "~/calls of tools.jsonl",
    auditArguments: "full",
    auditFailure: "stop",
    auditBytes: Infinity,
    httpToken: "0123456789abcdef, fedcba9876543210",
  });
});

test.each([
  ["1000", "1000"],
  ["Each", "each"],
])("a user of containers: %s", (text, containerUser) => {
  expect(parseSettings({ MCP_BRIDGE_CONTAINER_USER: text })).toMatchObject({ containerUser });
});

test.each([
  ["MCP_BRIDGE_RUNTIME", "dcoker", "one of auto, podman, docker, embedded"],
  ["MCP_BRIDGE_IMAGE", "python 3", "an image's name"],
  ["MCP_BRIDGE_TIMEOUT", "5m", "a number of seconds"],
  ["MCP_BRIDGE_TIMEOUT", "0", "above 0"],
  ["MCP_BRIDGE_TIMEOUT", "-5", "above 0"],
  ["MCP_BRIDGE_TIMEOUT", "Infinity", "up to 2147483"],
  ["MCP_BRIDGE_TIMEOUT", "2147484", "up to 2147483"],
  ["MCP_BRIDGE_AUDIT_SIZE", "1m", "at least 32m"],
  ["MCP_BRIDGE_AUDIT_SIZE", "much", "at least 32m"],
  ["MCP_BRIDGE_OUTPUT_MODE", "yaml", "one of compact, toon, json"],
  ["MCP_BRIDGE_MEMORY_LIMIT", "512", "a number without a unit counts bytes"],
  ["MCP_BRIDGE_MEMORY_LIMIT", "lots", "such as 512m"],
  ["MCP_BRIDGE_PIDS_LIMIT", "0", "a whole number from 8"],
  ["MCP_BRIDGE_PIDS_LIMIT", "1.5", "a whole number from 8"],
  ["MCP_BRIDGE_CPUS", "0", "a number of processors above 0"],
  ["MCP_BRIDGE_CONTAINER_USER", "root", "numbers, as in 65534:65534"],
  ["MCP_BRIDGE_CONTAINER_USER", "each:each", "or each, for a different user in each sandbox"],
  ["MCP_BRIDGE_OCI_RUNTIME", "run sc", "an OCI runtime that the engine knows"],
  ["MCP_BRIDGE_WARM", "17", "a whole number from 0 to 16"],
  ["MCP_BRIDGE_IDLE_TIMEOUT", "-1", "or 0 for never"],
  ["MCP_BRIDGE_STARTUP_TIMEOUT", "soon", "such as 60"],
  ["MCP_BRIDGE_ASK", "sometimes", "one of never, destructive, always"],
  ["MCP_BRIDGE_MAX_TOOL_CALLS", "-1", "or 0 for no limit"],
  ["MCP_BRIDGE_PROJECT_CONFIG", "off", "one of read, ignore"],
  ["MCP_BRIDGE_LOG_LEVEL", "loud", "one of debug, info, warning, error"],
])("%s=%s is refused with the advice", (name, value, advice) => {
  const parse = (): unknown => parseSettings({ [name]: value });
  expect(parse).toThrow(ConfigError);
  expect(parse).toThrow(name);
  expect(parse).toThrow(`"${value}"`);
  expect(parse).toThrow(advice);
});

test.each(["short", "with spaces in between", "0123456789abcdeé"])(
  "a token that cannot be used is refused without a word of it: %s",
  (value) => {
    const parse = (): unknown => parseSettings({ MCP_BRIDGE_HTTP_TOKEN: value });
    expect(parse).toThrow("MCP_BRIDGE_HTTP_TOKEN is not usable. Set it to at least 16 characters");
    expect(parse).not.toThrow(value);
  },
);

test("one error names every variable that is wrong", () => {
  const environment = { MCP_BRIDGE_RUNTIME: "lxc", MCP_BRIDGE_PIDS_LIMIT: "many" };
  expect(() => parseSettings(environment)).toThrow(
    expect.objectContaining({
      code: "invalid-setting",
      problems: [
        expect.objectContaining({ severity: "fatal", key: "MCP_BRIDGE_RUNTIME" }),
        expect.objectContaining({ severity: "fatal", key: "MCP_BRIDGE_PIDS_LIMIT" }),
      ],
    }),
  );
});
