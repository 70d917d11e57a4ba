import { findNodeAtLocation, getNodeValue, parseTree } from "jsonc-parser";
import type { ClientPlace } from "./client-places.ts";

/** The servers that Claude Code keeps in its own file for one project each: by the project's folder, then by name. */
export function projectServers(
  { client, scope }: ClientPlace,
  text: string,
): Record<string, Record<string, unknown>> {
  if (client !== "claude-code" || scope !== "user") return {};
  const root = parseTree(text, [], { allowTrailingComma: true });
  const projects = root && findNodeAtLocation(root, ["projects"]);
  if (projects?.type !== "object") return {};
  const found = Object.entries(getNodeValue(projects) as Record<string, unknown>).flatMap(
    ([folder, project]) => {
      const servers = isObject(project) ? project["mcpServers"] : undefined;
      return isObject(servers) ? [[folder, servers] as const] : [];
    },
  );
  return Object.fromEntries(found);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
