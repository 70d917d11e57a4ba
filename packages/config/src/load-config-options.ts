/** Where to look. Every field has the running process's own value as default. */
export interface LoadConfigOptions {
  /** Environment variables: settings, `MCP_BRIDGE_CONFIG`, and what `${VAR}` stands for. */
  environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Folder in which `mcp_bridge_config.json` is looked for. */
  workingDirectory?: string | undefined;
  homeDirectory?: string | undefined;
  platform?: NodeJS.Platform | undefined;
  /** Paths of the program that is running. An entry that starts one of them is our own and is skipped. */
  ownEntryPaths?: readonly string[] | undefined;
}
