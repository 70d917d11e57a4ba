import { z } from "zod";
import { isMisplacedRule, misplacedRules } from "./misplaced-rules.ts";
import type { EntryFault } from "./entry-fault.ts";
import { nearestKey } from "./nearest-key.ts";
import type { OAuthEntry } from "./server-entry.ts";
import { toolRulesSchema, type ToolRules } from "./tool-rules.ts";

/** An entry as written in a file, before its variables are expanded. */
export interface WrittenEntry {
  type?: string | undefined;
  transport?: string | undefined;
  command?: string | undefined;
  args: string[];
  env: Record<string, string>;
  cwd?: string | undefined;
  url?: string | undefined;
  httpUrl?: string | undefined;
  serverUrl?: string | undefined;
  headers: Record<string, string>;
  description?: string | undefined;
  /** Seconds. */
  timeout?: number | undefined;
  /** Seconds. */
  startupTimeout?: number | undefined;
  maxConcurrentCalls?: number | undefined;
  tools?: ToolRules | undefined;
  oauth?: OAuthEntry | undefined;
}

const text = z.string({ error: "must be a text in double quotation marks." });
// Many people write numbers and booleans without quotation marks, as in "PORT": 3000; a process receives them as text
// anyway.
const scalar = z
  .union([z.string(), z.number(), z.boolean()], {
    error: "must be a text in double quotation marks.",
  })
  .transform(String);
const commandError = 'must be one text, such as "npx". What follows the program belongs in "args".';
const listError = 'must be a list of texts, such as ["-y", "some-server"].';
const pairsError = 'must be an object of texts, such as {"NAME": "value"}.';
// Node's timers are limited to 31 bits of milliseconds.
const longestSeconds = 2_147_483;
const secondsError = `must be a number of seconds above 0 and up to ${longestSeconds}, such as 60, without quotation marks.`;
const countError = "must be a whole number from 1, such as 4, without quotation marks.";
const portError = "must be a whole number from 1 to 65535, without quotation marks.";
const grantError = 'must be "authorization_code" or "client_credentials".';
const oauthError = 'must be an object, such as {"clientId": "…", "scopes": ["read"]}.';
const switchError = "must be true or false, without quotation marks.";

const seconds = z
  .number({ error: secondsError })
  .positive(secondsError)
  .max(longestSeconds, secondsError);

const port = z.int({ error: portError }).min(1, portError).max(65_535, portError);

const oauthFields = z.object(
  {
    grantType: z
      .enum(["authorization_code", "client_credentials"], { error: grantError })
      .optional(),
    clientId: text.optional(),
    clientSecret: text.optional(),
    clientMetadataUrl: text.optional(),
    issuer: text.optional(),
    scopes: z.preprocess(
      (value) => (typeof value === "string" ? value.split(/[\s,]+/).filter(Boolean) : value),
      z.array(text, { error: listError }).optional(),
    ),
    redirectPort: port.optional(),
    // Another client's name for `redirectPort`.
    callbackPort: port.optional(),
  },
  { error: oauthError },
);

const oauthSchema = oauthFields.transform(({ callbackPort, ...fields }) =>
  callbackPort === undefined ? fields : { redirectPort: callbackPort, ...fields },
);

const entrySchema: z.ZodType<WrittenEntry> = z.object({
  type: text.optional(),
  transport: text.optional(),
  command: z.string({ error: commandError }).optional(),
  args: z.array(scalar, { error: listError }).default([]),
  env: z.record(z.string(), scalar, { error: pairsError }).default({}),
  cwd: text.optional(),
  url: text.optional(),
  httpUrl: text.optional(),
  serverUrl: text.optional(),
  headers: z.record(z.string(), scalar, { error: pairsError }).default({}),
  description: text.optional(),
  timeout: seconds.optional(),
  startupTimeout: seconds.optional(),
  maxConcurrentCalls: z.int({ error: countError }).min(1, countError).optional(),
  tools: toolRulesSchema.optional(),
  // Other clients have a boolean here; whether a server requires a login is found out by a request.
  oauth: z.preprocess(
    (value) => (typeof value === "boolean" ? undefined : value),
    oauthSchema.optional(),
  ),
  disabled: z.boolean({ error: switchError }).optional(),
  enabled: z.boolean({ error: switchError }).optional(),
});

const ourKeys = [
  ..."command args env cwd url headers description disabled".split(" "),
  ..."timeout startupTimeout maxConcurrentCalls tools oauth".split(" "),
];

// Fields of other clients that have no meaning here, or repeat others.
const otherClientsKeys = new Set(
  (
    "alwaysAllow auth authorization autoApprove autoConnect autoStart debug dev " +
    "enabled envFile envVars extensions gallery headersHelper httpUrl icon " +
    "iconUrl id instructions metadata name optional permissions provider retries roots " +
    "sandbox serverUrl source tags title toolTimeout transport trust type version"
  ).split(" "),
);

/** Checks the shape of an entry. */
export function parseEntry(value: object): { written?: WrittenEntry; faults: EntryFault[] } {
  // Some clients write null for an unused field; for rules it might be a mistake.
  const present = Object.fromEntries(
    Object.entries(value).filter(([key, member]) => member !== null || key === "tools"),
  );
  const parsed = entrySchema.safeParse(present);
  const misplaced = misplacedRules(value);
  if (parsed.success && misplaced.length === 0) return { written: parsed.data, faults: [] };
  return { faults: [...misplaced, ...faultsOf(parsed.error)] };
}

const rulesAlone = z.object({ tools: toolRulesSchema.optional() });

/** Checks only the rules of an entry. If `rules` is absent, there are none, or there are `faults`. */
export function parseRules(value: object): { rules?: ToolRules; faults: EntryFault[] } {
  const { data, error } = rulesAlone.safeParse(value);
  return {
    ...(data?.tools && { rules: data.tools }),
    faults: [...misplacedRules(value), ...faultsOf(error)],
  };
}

function faultsOf(error: z.ZodError | undefined): EntryFault[] {
  return (error?.issues ?? []).map(({ path, message }) => ({
    path: path.map((key) => (typeof key === "number" ? key : String(key))),
    message,
  }));
}

/** Values that may not mean what was intended, or that a server would miss. */
export function doubtfulValues(entry: Readonly<Record<string, unknown>>): EntryFault[] {
  return [...doubtfulTimeout(entry["timeout"]), ...unreadKeys(entry)];
}

/** Keys by which other clients give a server its variables or headers. Without these it starts, and fails later. */
function unreadKeys(entry: Readonly<Record<string, unknown>>): EntryFault[] {
  const given = (key: string): boolean => typeof entry[key] === "string" && entry[key] !== "";
  const faults: EntryFault[] = [];
  if (given("envFile")) {
    const message =
      'is not read here. Write the variables that the server needs under "env", as in "env": {"TOKEN": "${TOKEN}"}.';
    faults.push({ path: ["envFile"], message });
  }
  if (given("headersHelper")) {
    const message =
      'is not run here. Write the headers that the server needs under "headers", as in "headers": {"Authorization": "Bearer ${TOKEN}"}.';
    faults.push({ path: ["headersHelper"], message });
  }
  return faults;
}

function doubtfulTimeout(timeout: unknown): EntryFault[] {
  if (typeof timeout !== "number" || timeout < 10_000 || timeout > longestSeconds) return [];
  const message = `counts seconds: ${timeout} is over ${Math.floor(timeout / 3600)} hours. If milliseconds are meant, as other clients count, write ${timeout / 1000}.`;
  return [{ path: ["timeout"], message }];
}

/** Unknown keys that look like one of ours. */
export function misspeltKeys(value: object): { key: string; meant: string }[] {
  return Object.entries(value).flatMap(([key, member]) => {
    if (ourKeys.includes(key) || otherClientsKeys.has(key) || isMisplacedRule(key, member)) {
      return [];
    }
    const meant = nearestKey(key, ourKeys);
    return meant === undefined ? [] : [{ key, meant }];
  });
}
