/** A package as npm has it, and what it may bring with it. */
export interface PublishedPackage {
  name: string;
  /** Where it lies in the repository. */
  folder: string;
  dependencies: string[];
  /** A function that a program in JavaScript or TypeScript finds in it. */
  entry: string;
  /** What the README's examples print, one part for each example. */
  examples: string[];
}

export const publishedPackages: PublishedPackage[] = [
  {
    name: "@mcp-code-execution/config",
    folder: "packages/config",
    dependencies: ["jsonc-parser", "zod"],
    entry: "loadConfig",
    examples: ["embedded []"],
  },
  {
    name: "@mcp-code-execution/mcp-proxy-registry",
    folder: "packages/mcp-proxy-registry",
    dependencies: ["@modelcontextprotocol/sdk", "cross-spawn"],
    entry: "createRegistry",
    examples: ["The sum of 2 and 3 is 5."],
  },
  {
    name: "@mcp-code-execution/output-formatters",
    folder: "packages/output-formatters",
    dependencies: ["@toon-format/toon"],
    entry: "formatRun",
    examples: ["UserWarning: 2 rows have no region"],
  },
  {
    name: "@mcp-code-execution/sandbox-runtime",
    folder: "packages/sandbox-runtime",
    dependencies: ["dockerode", "pyodide", "zod"],
    entry: "createSandboxRuntime",
    examples: ["mean 2.8", "42"],
  },
  {
    name: "@mcp-code-execution/tool-search",
    folder: "packages/tool-search",
    dependencies: ["flexsearch"],
    entry: "createToolIndex",
    examples: ["github.create_issue(repo, title, body?) 0.93 Open"],
  },
  {
    name: "mcp-code-execution",
    folder: "apps/server",
    dependencies: [
      "@bomb.sh/tab",
      "@mcp-code-execution/config",
      "@mcp-code-execution/mcp-proxy-registry",
      "@mcp-code-execution/output-formatters",
      "@mcp-code-execution/sandbox-runtime",
      "@mcp-code-execution/tool-search",
      "@modelcontextprotocol/sdk",
      "@opentelemetry/api",
      "commander",
      "diff",
      "jsonc-parser",
      "open",
      "rate-limiter-flexible",
      "smol-toml",
      "yocto-spinner",
      "zod",
    ],
    entry: "createBridge",
    examples: ["ok 'The sum of 2 and 3 is 5.'"],
  },
];
