const verbs = [
  "create",
  "list",
  "get",
  "update",
  "delete",
  "search",
  "archive",
  "export",
  "assign",
];
const nouns = [
  "invoice",
  "customer",
  "ticket",
  "calendar_event",
  "pull_request",
  "deployment",
  "document",
  "payment",
  "subscription",
  "shipment",
  "contract",
  "employee",
  "campaign",
  "report",
  "product",
  "comment",
  "webhook",
  "branch",
  "message",
  "survey",
];
const scopes = ["account", "team", "region", "project", "workspace", "tenant"];

/**
 * Creates this many tool definitions of the size that real servers have (about 130 tokens), all with different names.
 */
export function inventTools(count, seed = 0) {
  return Array.from({ length: count }, (_, place) => inventTool(place, seed));
}

function inventTool(place, seed) {
  const verb = verbs[place % verbs.length];
  const noun = nouns[Math.floor(place / verbs.length) % nouns.length];
  const scope = scopes[Math.floor(place / (verbs.length * nouns.length)) % scopes.length];
  const round = Math.floor(place / (verbs.length * nouns.length * scopes.length));
  const suffix = round > 0 || seed > 0 ? `_v${seed * 100 + round + 1}` : "";
  const words = noun.replaceAll("_", " ");
  return {
    name: `${verb}_${noun}_in_${scope}${suffix}`,
    description: `Use this to ${verb} a ${words} in the ${scope}. It needs permission to write to the ${scope}, and answers with the ${words} as it is afterwards.`,
    inputSchema: {
      type: "object",
      properties: {
        [`${scope}_id`]: { type: "string", description: `Identifier of the ${scope}` },
        [`${noun}_id`]: { type: "string", description: `Identifier of the ${words}` },
        title: { type: "string", description: `What the ${words} is called`, maxLength: 256 },
        state: { type: "string", enum: ["open", "closed", "all"], description: "Which state" },
        limit: {
          type: "integer",
          minimum: 1,
          maximum: 100,
          description: "How many to answer with",
        },
      },
      required: [`${scope}_id`],
    },
  };
}
