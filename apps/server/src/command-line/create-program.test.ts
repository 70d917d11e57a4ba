import type { Command } from "commander";
import { expect, test } from "vitest";
import { createProgram } from "./create-program.ts";

const program = createProgram({ log: () => {} });

function below(command: Command, path: string): [path: string, command: Command][] {
  return command.commands.flatMap((each) => {
    const name = `${path} ${each.name()}`;
    return [[name, each], ...below(each, name)] as [string, Command][];
  });
}

const all = below(program, "mcp-code-execution").filter(([path]) => !path.endsWith(" complete"));

test("all commands are there", () => {
  expect(all.map(([path]) => path.replace("mcp-code-execution ", ""))).toEqual(
    expect.arrayContaining(
      [
        "serve",
        "run",
        "login",
        "init",
        "doctor",
        "tools list",
        "tools search",
        "tools show",
      ].concat(["tools call", "sessions end", "image build", "image pull", "completion"]),
    ),
  );
});

test.each(all)("%s has a description, and every argument and option too", (path, command) => {
  expect(command.description()).toMatch(/^[a-z]/);
  for (const option of command.options) expect(option.description).not.toBe("");
  const help = command.helpInformation();
  expect(help).toMatch(new RegExp(`^Usage: ${path}\\b`));
});

/** What is printed instead of running a command. */
function helpOf(words: string[]): string {
  const written: string[] = [];
  const helping = createProgram({ log: () => {} });
  for (const command of [helping, ...below(helping, "").map(([, each]) => each)]) {
    command.exitOverride((error) => {
      throw error;
    });
    command.configureOutput({ writeOut: (text) => written.push(text) });
  }
  expect(() => helping.parse(words, { from: "user" })).toThrow(/^\(outputHelp\)$/);
  return written.join("");
}

test.each([[[]], [["doctor"]], [["tools"]]])(
  "help shows of %j what --help shows",
  (words: string[]) => {
    const help = helpOf(["help", ...words]);
    expect(help).toContain(["Usage: mcp-code-execution", ...words].join(" "));
    expect(help).toBe(helpOf([...words, "--help"]));
  },
);

/** What a command line answers that cannot be followed. */
function refusal(words: string[]): string {
  const errors: string[] = [];
  const refusing = createProgram({ log: () => {} });
  for (const command of [refusing, ...below(refusing, "").map(([, each]) => each)]) {
    command.exitOverride((error) => {
      throw error;
    });
    command.configureOutput({ writeErr: (text) => errors.push(text) });
  }
  expect(() => refusing.parse(words, { from: "user" })).toThrow(/too many|cannot be used/);
  return errors.join("");
}

test.each([
  ["run", "script.py", "input.csv"],
  ["doctor", "github"],
  ["sessions", "3f9c2a"],
  ["tools", "show", "github", "create_issue", "more"],
])("%s %s… refuses arguments that it does not take", (...words) => {
  expect(refusal(words)).toMatch(/^error: too many arguments/);
});

test.each([["--client", "cursor"], ["--dry-run"], ["--move-servers"], ["--project"]])(
  "init --undo refuses %s, which it would not heed",
  (...words) => {
    expect(refusal(["init", "--undo", ...words])).toMatch(/^error: option '--undo' cannot be used/);
  },
);

test.each(all)("%s refuses an option that it does not know, with 2", (path, command) => {
  const exits: (string | number | null | undefined)[] = [];
  const errors: string[] = [];
  let current: Command | null = command;
  while (current) {
    current.exitOverride((error) => {
      exits.push(error.exitCode);
      throw error;
    });
    current.configureOutput({ writeErr: (text) => errors.push(text) });
    current = current.parent;
  }
  const words = path.split(" ").slice(1);
  expect(() => program.parse([...words, "--no-such-option"], { from: "user" })).toThrow(
    "no-such-option",
  );
  expect(errors.join("")).toMatch(/^error: unknown option '--no-such-option'/);
});
