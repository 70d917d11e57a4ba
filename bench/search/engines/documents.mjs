const camelCase = /(\p{Ll}|\p{N})(\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu;

/**
 * What every other engine is given: the same fields, their identifiers split into words.
 * @typedef {{id: number, server: string, name: string, description: string, parameters: string}} Document
 * @param {readonly import("../load-data.mjs").Tool[]} tools
 * @returns {Document[]}
 */
export function toDocuments(tools) {
  return tools.map((tool, id) => ({
    id,
    server: splitWords(tool.server),
    name: splitWords(tool.tool),
    description: [tool.title, tool.description, tool.serverDescription].filter(Boolean).join(" "),
    parameters: Object.entries(tool.inputSchema?.properties ?? {})
      .map(([name, schema]) => `${splitWords(name)} ${schema?.description ?? ""}`)
      .join(" "),
  }));
}

/** @param {string} identifier */
export function splitWords(identifier) {
  return identifier.replace(camelCase, "$1$3 $2").replace(/[^\p{L}\p{N}]+/gu, " ");
}
