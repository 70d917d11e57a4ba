import { z } from "zod";

/**
 * Which calls a person must allow: none; those of tools that may be destructive according to their annotations; all.
 */
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
  /** If present, tools that it does not match are denied. */
  allow?: string[];
  /** Tools that it matches are denied, even if `allow` matches them too. */
  deny?: string[];
  /** Replaces `MCP_BRIDGE_ASK` for this server. */
  ask?: string[] | AskWhen;
  /**
   * Rules that apply in addition; the stricter verdict counts. They come from the user's own file, if the working
   * directory's file defines the server. Not written in files.
   */
  also?: ToolRules;
}

const listError =
  'must be a list of tool names, such as ["get_*", "search"]. The wildcards are * and ?.';
const askError =
  'must be a list of tool names, such as ["delete_*"], or one of "never", "destructive", "always".';
const askWordError =
  'must be "never", "destructive" or "always", or a list of tool names, such as ["delete_*"]: a name alone might be a misspelt word.';
const rulesError = 'must be an object, such as {"allow": ["get_*"], "deny": ["delete_*"]}.';

function listOf(error: string): z.ZodType<string[]> {
  const name = z
    .string({ error })
    .min(1, "is empty. Write a tool's name, or remove it.")
    .refine((text) => text === text.trim(), "begins or ends with a blank. Remove it.")
    .refine(
      (text) => !text.includes(","),
      'holds a comma. Write each name by itself, as in ["get_*", "search"].',
    );
  return z.preprocess(
    (value) => (typeof value === "string" ? [value] : value),
    z.array(name, { error }),
  );
}

const askWord: z.ZodType<AskWhen> = z.enum(askWords);
const askPattern = listOf(askError);

/**
 * A single text other than these words must be recognizable as a pattern: a misspelt word would match no tool, and
 * nobody would be asked.
 */
const ask: z.ZodType<string[] | AskWhen> = z.any().transform((value: unknown, context) => {
  if (typeof value === "boolean") return value ? "always" : "never";
  const word = askWord.safeParse(typeof value === "string" ? value.toLowerCase() : value);
  if (word.success) return word.data;
  const patterns = askPattern.safeParse(value);
  for (const { path, message } of patterns.error?.issues ?? []) {
    context.addIssue({ code: "custom", path: typeof value === "string" ? [] : path, message });
  }
  if (!patterns.success) return z.NEVER;
  const isMeant = (text: string): boolean =>
    typeof value === "string" ? /[*?]/.test(text) : !askWord.safeParse(text.toLowerCase()).success;
  if (patterns.data.every(isMeant)) return patterns.data;
  context.addIssue({ code: "custom", message: askWordError });
  return z.NEVER;
});

/** A bare list means `allow`, as in some clients. Unknown keys are refused, since they might be meant as rules. */
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
