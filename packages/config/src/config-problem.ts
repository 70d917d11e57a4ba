import { z } from "zod";
import type { Position } from "./servers/json-document.ts";

/** Something wrong with the configuration. */
export interface ConfigProblem {
  /** `fatal`: a setting is not usable, so the user would not get what was asked for. */
  severity: "warning" | "fatal";
  /** The source's label. */
  source: string;
  /** Dotted path of the key, as in `mcpServers.github.args[0]`, or a variable's name. */
  key?: string;
  /** Counted from 1. */
  line?: number;
  /** Counted from 1. */
  column?: number;
  /** A whole sentence: the place, what is wrong, and the mend. Holds no value of `env` or `headers`. */
  message: string;
}

/** A warning about a source; `message` goes on after the key's name where there is a key. */
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
