import { z } from "zod";
import type { Position } from "./servers/json-document.ts";

/** Something wrong with the configuration. */
export interface ConfigProblem {
  /** `fatal`: a setting is not usable, so the user would not get what they configured. */
  severity: "warning" | "fatal";
  /** The source's label. */
  source: string;
  /** Dotted path of the key, as in `mcpServers.github.args[0]`, or a variable's name. */
  key?: string;
  /** Counted from 1. */
  line?: number;
  /** Counted from 1. */
  column?: number;
  /** A sentence with the place, what is wrong, and how to fix it. Contains no value of `env` or `headers`. */
  message: string;
}

/** A warning about a source; if there is a key, `message` follows the key's name. */
export function problemIn(
  source: string,
  message: string,
  { path, position }: { path?: (string | number)[]; position?: Position } = {},
): ConfigProblem {
  const key = path && z.core.toDotPath(path);
  const where = position && `at line ${position.line}, column ${position.column}`;
  const place = ["In", source, where].filter((part) => part !== undefined).join(" ");
  return {
    severity: "warning",
    source,
    ...(key !== undefined && { key }),
    ...position,
    message: `${place}: ${key === undefined ? "" : `${key} `}${message}`,
  };
}
