export const servers = {
  everything: { command: "npx", args: ["-y", "@modelcontextprotocol/server-everything"] },
};
