// Servers that people use, as npm packages, with what they need to list their tools: no account, no network of their own.
// `calls` are calls that work offline: tool, arguments.

/** `{name, package, args?, env?, calls?}` of each; `folder` is one that servers may work in. */
export function realServers(folder) {
  const file = `${folder}/note.txt`;
  return [
    {
      name: "filesystem",
      package: "@modelcontextprotocol/server-filesystem",
      args: [folder],
      calls: [
        ["write_file", { path: file, content: '{"kept": true}' }],
        ["read_text_file", { path: file }],
        ["list_directory", { path: folder }],
        ["get_file_info", { path: file }],
        ["read_multiple_files", { paths: [file] }],
        ["directory_tree", { path: folder }],
      ],
    },
    {
      name: "memory",
      package: "@modelcontextprotocol/server-memory",
      env: { MEMORY_FILE_PATH: `${folder}/memory.jsonl` },
      calls: [
        [
          "create_entities",
          { entities: [{ name: "Ada", entityType: "person", observations: ["counts"] }] },
        ],
        ["read_graph", {}],
        ["search_nodes", { query: "Ada" }],
      ],
    },
    {
      name: "everything",
      package: "@modelcontextprotocol/server-everything",
      calls: [
        ["echo", { message: "hi" }],
        ["get-sum", { a: 1, b: 2.5 }],
        ["get-structured-content", { location: "Chicago" }],
        ["get-tiny-image", {}],
      ],
    },
    {
      name: "sequential-thinking",
      package: "@modelcontextprotocol/server-sequential-thinking",
      calls: [
        [
          "sequentialthinking",
          { thought: "first", nextThoughtNeeded: false, thoughtNumber: 1, totalThoughts: 1 },
        ],
      ],
    },
    {
      name: "playwright",
      package: "@playwright/mcp",
      args: ["--headless", "--isolated"],
      calls: [["browser_tabs", { action: "list" }]],
    },
    {
      name: "notion",
      package: "@notionhq/notion-mcp-server",
      env: { NOTION_TOKEN: "ntn_none" },
      calls: [["API-get-self", {}]],
    },
    {
      name: "mongodb",
      package: "mongodb-mcp-server",
      env: { MDB_MCP_TELEMETRY: "disabled" },
      calls: [["list-databases", {}]],
    },
    {
      name: "firecrawl",
      package: "firecrawl-mcp",
      env: { FIRECRAWL_API_KEY: "fc-none" },
      calls: [["firecrawl_scrape", { url: "https://example.com" }]],
    },
    {
      name: "kubernetes",
      package: "mcp-server-kubernetes",
      calls: [
        ["ping", {}],
        ["list_api_resources", {}],
      ],
    },
    {
      name: "github",
      package: "@modelcontextprotocol/server-github",
      env: { GITHUB_PERSONAL_ACCESS_TOKEN: "none" },
      calls: [["search_repositories", { query: "mcp" }]],
    },
  ];
}
