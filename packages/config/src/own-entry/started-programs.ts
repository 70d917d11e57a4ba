import { launcherNamed, type Launcher } from "./launchers.ts";

/** A program that a command line starts, as far as that can be determined without running it. */
export interface StartedProgram {
  /** `binary`: a command itself. `package`: what a package runner fetches. `script`: an interpreter's file. */
  kind: "binary" | "package" | "script" | "python-module" | "image";
  name: string;
}

// Each launcher reads the words after it anew, and each program's files are looked at.
const maxWords = 1_000;
const maxPrograms = 100;

/**
 * The programs that a command line finally starts, through package runners, interpreters, shells and wrappers. Of a very
 * long command line, only its start is read.
 */
export function startedPrograms(words: readonly string[]): StartedProgram[] {
  return programsOf(words.slice(0, maxWords)).slice(0, maxPrograms);
}

function programsOf(words: readonly string[]): StartedProgram[] {
  const [command] = words;
  if (command === undefined) return [];
  // Some people write the whole command line into `command`.
  if (words.length === 1 && /^[\w.-]+\s/.test(command)) return startedByScript(command);
  const launcher = launcherNamed(command);
  if (launcher === undefined) return [{ kind: "binary", name: command }];
  // The launcher itself may be a link to something else.
  const started = startedBy(launcher, words.slice(1));
  return /[/\\]/.test(command) ? [{ kind: "binary", name: command }, ...started] : started;
}

function startedBy(launcher: Launcher, words: readonly string[]): StartedProgram[] {
  if (launcher.starts === "shell") return startedByShell(words);
  if (launcher.starts === "command") return startedByWrapper(words);
  const operand = operandIndex(launcher, words);
  const own = words.slice(0, operand + 1);
  const modules = optionValues(own, launcher.modules);
  const fromOptions: StartedProgram[] = [
    ...optionValues(own, launcher.scripts).flatMap(startedByScript),
    ...modules.map((module) => ({ kind: "python-module" as const, name: module })),
  ];
  const name = words[operand];
  if (name === undefined || fromOptions.length > 0) return fromOptions;
  if (launcher.starts === "image") return startedByImage(name, words.slice(operand + 1));
  return launcherNamed(name) === undefined
    ? [{ kind: launcher.starts, name }]
    : programsOf(words.slice(operand));
}

/** What follows an image may be a command, or arguments for the image's own program. */
function startedByImage(name: string, words: readonly string[]): StartedProgram[] {
  const isCommand = launcherNamed(words[0] ?? "") !== undefined;
  return [{ kind: "image", name }, ...(isCommand ? programsOf(words) : [])];
}

function startedByShell(words: readonly string[]): StartedProgram[] {
  const option = words.findIndex((word) => /^(?:-[a-z]*c|--?command|\/[ck])$/i.test(word));
  if (option === -1) {
    const file = words.find((word) => !word.startsWith("-"));
    return file === undefined ? [] : [{ kind: "script", name: file }];
  }
  const rest = words.slice(option + 1);
  const [first] = rest;
  if (first === undefined) return [];
  // `cmd /c npx -y …` passes words, `sh -c "npx -y …"` one text; a program's path may hold spaces too.
  const isText = /\s/.test(first);
  return [
    ...(!isText || launcherNamed(first) !== undefined ? programsOf(rest) : []),
    ...(isText ? startedByScript(first) : []),
  ];
}

function startedByWrapper(words: readonly string[]): StartedProgram[] {
  const ownWord = /^(?:-|\w+=|\d+[smhd]?$|exec$|run$|x$)/;
  const starts = [
    words.findIndex((word) => launcherNamed(word) !== undefined),
    words.indexOf("--") + 1 || -1,
  ].filter((index) => index !== -1);
  const start =
    starts.length > 0 ? Math.min(...starts) : words.findIndex((word) => !ownWord.test(word));
  return start === -1 ? [] : programsOf(words.slice(start));
}

function startedByScript(script: string): StartedProgram[] {
  return script.split(/&&|\|\||[;&|\n]/).flatMap((command) => {
    const words = [...command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
      word.replaceAll(/["']/g, ""),
    );
    const start = words.findIndex((word) => !/^(?:\w+=|exec$)/.test(word));
    return start === -1 ? [] : programsOf(words.slice(start, start + maxWords));
  });
}

function operandIndex(launcher: Launcher, words: readonly string[]): number {
  let index = 0;
  while (index < words.length) {
    const word = words[index] ?? "";
    if (word === "--") return index + 1;
    if (word.startsWith("-")) index += takesNextWord(launcher, word) ? 2 : 1;
    else if (launcher.verbs?.includes(word) === true) index += 1;
    else return index;
  }
  return index;
}

function takesNextWord(launcher: Launcher, option: string): boolean {
  if (option.includes("=")) return false;
  if (launcher.flags === undefined) return launcher.valued?.includes(option) === true;
  if (option.startsWith("--")) return !launcher.flags.includes(option);
  // Short flags may be joined; a letter that takes a value ends them, with the value attached or following.
  const letters = option.slice(1).split("");
  const valued = letters.findIndex((letter) => launcher.flags?.includes(`-${letter}`) === false);
  return valued !== -1 && valued === letters.length - 1;
}

function optionValues(words: readonly string[], options: readonly string[] = []): string[] {
  return words.flatMap((word, index) => {
    const [name, value] = word.split(/=(.*)/s);
    return options.includes(name ?? "") ? [value ?? words[index + 1] ?? ""] : [];
  });
}
