import { z } from "zod";
import type { Position } from "./servers/json-document.ts";
import type { ConfigProblem } from "./loaded-config.ts";

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
