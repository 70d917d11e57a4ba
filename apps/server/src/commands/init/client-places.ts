// Where MCP clients keep their servers.
import { pathRules, settingsFolder, type Machine } from "../../machine.ts";

export const clientNames = [
  "claude-desktop",
  "claude-code",
  "cursor",
  "vscode",
  "windsurf",
  "codex",
  "gemini",
] as const;
/** As `--client` takes it. */
export type ClientName = (typeof clientNames)[number];

/** A file in which a client has servers, or would have them. */
export interface ClientPlace {
  client: ClientName;
  /** As people call it. */
  title: string;
  /** `project`: applies only in the working directory, and may be shared by a team. */
  scope: "user" | "project";
  path: string;
  /** If this file or folder exists, the client is considered installed. */
  sign: string;
  format: "json" | "toml";
  /** The key that holds the servers by name. */
  key: string;
}

/** Every place of every client, the user's own before the project's. */
export function clientPlaces(machine: Machine): ClientPlace[] {
  const paths = pathRules(machine);
  const { homeDirectory: home, workingDirectory: project, environment } = machine;
  const settings = settingsFolder(machine);
  const vscode = paths.join(settings, "Code", "User");
  const codex = environment["CODEX_HOME"] || paths.join(home, ".codex");
  const json = { format: "json", key: "mcpServers" } as const;
  const user = (
    path: string,
    sign = paths.dirname(path),
  ): Pick<ClientPlace, "scope" | "path" | "sign"> => ({
    scope: "user",
    path,
    sign,
  });
  const ofProject = (...parts: string[]): Pick<ClientPlace, "scope" | "path" | "sign"> => {
    const path = paths.join(project, ...parts);
    return { scope: "project", path, sign: path };
  };
  const claudeCode = { client: "claude-code", title: "Claude Code", ...json } as const;
  const cursor = { client: "cursor", title: "Cursor", ...json } as const;
  const code = { client: "vscode", title: "VS Code", format: "json", key: "servers" } as const;
  const gemini = { client: "gemini", title: "Gemini CLI", ...json } as const;
  const toml = { client: "codex", title: "Codex", format: "toml", key: "mcp_servers" } as const;
  const places: ClientPlace[] = [
    {
      client: "claude-desktop",
      title: "Claude Desktop",
      ...json,
      ...user(paths.join(settings, "Claude", "claude_desktop_config.json")),
    },
    { ...claudeCode, ...user(paths.join(home, ".claude.json"), paths.join(home, ".claude")) },
    { ...cursor, ...user(paths.join(home, ".cursor", "mcp.json")) },
    { ...code, ...user(paths.join(vscode, "mcp.json")) },
    {
      client: "windsurf",
      title: "Windsurf",
      ...json,
      ...user(paths.join(home, ".codeium", "windsurf", "mcp_config.json")),
    },
    { ...toml, ...user(paths.join(codex, "config.toml")) },
    { ...gemini, ...user(paths.join(home, ".gemini", "settings.json")) },
    { ...claudeCode, ...ofProject(".mcp.json") },
    { ...cursor, ...ofProject(".cursor", "mcp.json") },
    { ...code, ...ofProject(".vscode", "mcp.json") },
    { ...toml, ...ofProject(".codex", "config.toml") },
    { ...gemini, ...ofProject(".gemini", "settings.json") },
  ];
  // In the home folder, a client's own file and the project's file are the same.
  return places.filter(
    ({ path }, index) => places.findIndex((each) => each.path === path) === index,
  );
}

/**
 * The file to which servers are moved. Not in XDG_CONFIG_HOME: a client started by a desktop may not have the variable,
 * and would look only here.
 */
export function bridgeConfigPath(machine: Machine): string {
  return pathRules(machine).join(machine.homeDirectory, ".config", "mcp-bridge", "config.json");
}

/** The folder of the original files. */
export function backupsFolder(machine: Machine): string {
  return pathRules(machine).join(machine.homeDirectory, ".config", "mcp-bridge", "backups");
}
