import { z } from "zod";

/** Tools whose calls a person must allow: none; those that may destroy something, by their annotations; all. */
export type AskWhen = "never" | "destructive" | "always";

export const askWords: readonly ["never", "destructive", "always"] = [
  "never",
  "destructive",
  "always",
];

/**
 * Which tools of a server may be called. Patterns match a tool's whole name as the server spells it, letter by letter;
 * `*` stands for any characters or none, `?` for one. `deny` counts before `allow`.
 */
export interface ToolRules {
  /** Where it is there, a tool that it does not match is denied. */
  allow?: string[];
  deny?: string[];
  /** Takes the place of `MCP_BRIDGE_ASK` for this server. */
  ask?: string[] | AskWhen;
}

const listError =
  'must be a list of tool names, such as ["get_*", "search"]. The wildcards are * and ?.';
const askError =
  'must be a list of tool names, such as ["delete_*"], or one of "never", "destructive", "always".';
const rulesError = 'must be an object, such as {"allow": ["get_*"], "deny": ["delete_*"]}.';

function listOf(error: string): z.ZodType<string[]> {
  const name = z.string({ error }).min(1, "is empty. Write a tool's name, or remove it.");
  return z.preprocess(
    (value) => (typeof value === "string" ? [value] : value),
    z.array(name, { error }),
  );
}

const ask: z.ZodType<string[] | AskWhen> = z.preprocess(
  (value) => (typeof value === "boolean" ? (value ? "always" : "never") : value),
  z.union([z.enum(askWords), listOf(askError)], { error: askError }),
);

/** A bare list stands for `allow`, as some clients write it. A key that is not known must not pass for a rule. */
export const toolRulesSchema: z.ZodType<ToolRules> = z.preprocess(
  (value) => (typeof value === "string" || Array.isArray(value) ? { allow: value } : value),
  z.strictObject(
    {
      allow: listOf(listError).optional(),
      deny: listOf(listError).optional(),
      ask: ask.optional(),
    },
    {
      error: ({ code, ...issue }) =>
        code === "unrecognized_keys"
          ? `has the key ${JSON.stringify((issue as { keys?: string[] }).keys?.[0])}, which is not known. Write "allow", "deny" or "ask".`
          : rulesError,
    },
  ),
);
