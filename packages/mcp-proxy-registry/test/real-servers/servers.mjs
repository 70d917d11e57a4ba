// Servers that people use, as npm packages, with what they need to list their tools: no account, no network of their own.
// `calls` are calls that can be made offline.

/** `{name, package, args?, env?, calls?}` of each; `folder` is one that servers may work in. */
export function realServers(folder) {
  const file = `${folder}/note.txt`;
  return [
    {
      name: "filesystem",
      package: "@modelcontextprotocol/server-filesystem",
      args: [folder],
      calls: [
        { tool: "write_file", args: { path: file, content: '{"kept": true}' } },
        { tool: "read_text_file", args: { path: file } },
        { tool: "list_directory", args: { path: folder } },
        { tool: "get_file_info", args: { path: file } },
        { tool: "read_multiple_files", args: { paths: [file] } },
        { tool: "directory_tree", args: { path: folder } },
      ],
    },
    {
      name: "memory",
      package: "@modelcontextprotocol/server-memory",
      env: { MEMORY_FILE_PATH: `${folder}/memory.jsonl` },
      calls: [
        {
          tool: "create_entities",
          args: { entities: [{ name: "Ada", entityType: "person", observations: ["counts"] }] },
        },
        { tool: "read_graph", args: {} },
        { tool: "search_nodes", args: { query: "Ada" } },
      ],
    },
    {
      name: "everything",
      package: "@modelcontextprotocol/server-everything",
      calls: [
        { tool: "echo", args: { message: "hi" } },
        { tool: "get-sum", args: { a: 1, b: 2.5 } },
        { tool: "get-structured-content", args: { location: "Chicago" } },
        { tool: "get-tiny-image", args: {} },
      ],
    },
    {
      name: "sequential-thinking",
      package: "@modelcontextprotocol/server-sequential-thinking",
      calls: [
        {
          tool: "sequentialthinking",
          args: { thought: "first", nextThoughtNeeded: false, thoughtNumber: 1, totalThoughts: 1 },
        },
      ],
    },
    {
      name: "playwright",
      package: "@playwright/mcp",
      args: ["--headless", "--isolated"],
      calls: [{ tool: "browser_tabs", args: { action: "list" } }],
    },
    {
      name: "notion",
      package: "@notionhq/notion-mcp-server",
      env: { NOTION_TOKEN: "ntn_none" },
      calls: [{ tool: "API-get-self", args: {} }],
    },
    {
      name: "mongodb",
      package: "mongodb-mcp-server",
      env: { MDB_MCP_TELEMETRY: "disabled" },
      calls: [{ tool: "list-databases", args: {} }],
    },
    {
      name: "firecrawl",
      package: "firecrawl-mcp",
      env: { FIRECRAWL_API_KEY: "fc-none" },
      calls: [{ tool: "firecrawl_scrape", args: { url: "https://example.com" } }],
    },
    {
      name: "kubernetes",
      package: "mcp-server-kubernetes",
      calls: [
        { tool: "ping", args: {} },
        { tool: "list_api_resources", args: {} },
      ],
    },
    {
      name: "github",
      package: "@modelcontextprotocol/server-github",
      env: { GITHUB_PERSONAL_ACCESS_TOKEN: "none" },
      calls: [{ tool: "search_repositories", args: { query: "mcp" } }],
    },
  ];
}
