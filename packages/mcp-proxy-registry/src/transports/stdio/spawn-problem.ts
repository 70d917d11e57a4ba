import { existsSync } from "node:fs";
import { basename } from "node:path";
import { errorCode } from "../../error-text.ts";
import type { StdioServerDefinition } from "../../servers/server-definition.ts";

const ofWindows = /^(?:[a-z]:[\\/]|cmd(?:\.exe)?$)/i;

/** Why a process did not start, to follow "because". Without paths: sandboxed code can read it. */
export function spawnProblem(error: Error, { command, cwd }: StdioServerDefinition): string {
  const code = errorCode(error);
  const name = basename(command);
  if (code === "ENOENT" && cwd !== undefined && !existsSync(cwd)) {
    return "its working directory does not exist";
  }
  if (code === "ENOENT" && process.platform !== "win32" && ofWindows.test(command)) {
    return /^cmd/i.test(command)
      ? `the command "${name}" is one of Windows; write what follows its "/c" as "command" and "args"`
      : "its command is a path of Windows, which this system does not have";
  }
  const [program = "", ...words] = command.trim().split(/\s+/);
  if (
    code === "ENOENT" &&
    words.length > 0 &&
    (basename(program) === program || existsSync(program))
  ) {
    return `its command has arguments in it; write "command": ${JSON.stringify(basename(program))}, and what follows as "args"`;
  }
  if (code === "ENOENT" && name !== command) {
    return `its program "${name}" was not found in the folder that its entry names`;
  }
  if (code === "ENOENT")
    return `the command "${command}" was not found; install it or give its full path`;
  if (code === "E2BIG") return "its arguments and variables are longer than the system accepts";
  if (code === "ERR_INVALID_ARG_VALUE") {
    return "its command, an argument, a variable or its working directory has a null byte";
  }
  if (code === "EACCES") return `"${name}" may not be executed; check its permissions`;
  return `the command "${name}" cannot be started${code === undefined ? "" : ` (${code})`}`;
}
