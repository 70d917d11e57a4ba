import { absolutePath, type Machine } from "../sources/config-paths.ts";
import { parseEntry, type WrittenEntry } from "./entry-schema.ts";
import { type EntryFault } from "./entry-fault.ts";
import { chooseTransport, transportByAddress } from "./entry-transport.ts";
import { expandVariables } from "./expand-variables.ts";
import type {
  EntryLimits,
  OAuthEntry,
  ServerEntry,
  StdioServerEntry,
  UrlServerEntry,
} from "./server-entry.ts";

/** An entry, or why it is invalid: `entry` is present exactly if `faults` is empty. */
export interface EntryReading {
  entry?: ServerEntry;
  faults: EntryFault[];
}

/**
 * Checks one entry and fills in its variables.
 * @param folder where a relative `cwd` starts
 */
export function readServerEntry(value: object, folder: string, machine: Machine): EntryReading {
  const { written, faults } = parseEntry(value);
  if (written === undefined) return { faults };
  const transport = chooseTransport(written);
  if (typeof transport === "object") return { faults: [transport] };
  const entry =
    transport === "stdio"
      ? readStdioEntry(written, folder, machine, faults)
      : readUrlEntry(written, transport, machine, faults);
  return faults.length === 0 ? { entry, faults } : { faults };
}

function readStdioEntry(
  written: WrittenEntry,
  folder: string,
  machine: Machine,
  faults: EntryFault[],
): StdioServerEntry {
  const expand = createExpansion(machine, faults);
  const command = expand(written.command ?? "", ["command"]);
  if (command.trim() === "") {
    const message = 'is missing or empty. Name the program to start, such as "npx".';
    faults.push({ path: ["command"], message });
  }
  const entry: StdioServerEntry = {
    transport: "stdio",
    command,
    args: written.args.map((argument, index) => expand(argument, ["args", index])),
    env: mapValues(written.env, (value, name) => expand(value, ["env", name])),
  };
  const cwd = expand(written.cwd ?? "", ["cwd"]);
  if (cwd !== "") entry.cwd = absolutePath(cwd, folder, machine);
  return { ...entry, ...readLimits(written) };
}

function readUrlEntry(
  written: WrittenEntry,
  transport: "http" | "sse" | "by-address",
  machine: Machine,
  faults: EntryFault[],
): UrlServerEntry {
  const expand = createExpansion(machine, faults);
  const keys = ["url", "httpUrl", "serverUrl"] as const;
  const key = keys.find((name) => written[name] !== undefined) ?? "url";
  const url = expand(written[key] ?? "", [key]);
  const headers = mapValues(written.headers, (value, name) => expand(value, ["headers", name]));
  const isKnown = !faults.some(({ path }) => path[0] === key);
  if (isKnown && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) {
    const message = 'must be a whole web address, such as "https://example.com/mcp".';
    faults.push({ path: [key], message });
  }
  const entry: UrlServerEntry = {
    transport: transport === "by-address" ? transportByAddress(url) : transport,
    url,
    headers,
  };
  const oauth = written.oauth && readOAuth(written.oauth, expand);
  return { ...entry, ...(oauth && { oauth }), ...readLimits(written) };
}

function readOAuth(written: OAuthEntry, expand: Expand): OAuthEntry {
  const { clientId, clientSecret } = written;
  return {
    ...written,
    ...(clientId !== undefined && { clientId: expand(clientId, ["oauth", "clientId"]) }),
    ...(clientSecret !== undefined && {
      clientSecret: expand(clientSecret, ["oauth", "clientSecret"]),
    }),
  };
}

function readLimits(written: WrittenEntry): EntryLimits {
  const { description, timeout, startupTimeout, maxConcurrentCalls, tools } = written;
  return {
    ...(description !== undefined && { description }),
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
    ...(startupTimeout !== undefined && { startupTimeoutMs: startupTimeout * 1000 }),
    ...(maxConcurrentCalls !== undefined && { maxConcurrentCalls }),
    ...(tools && { tools }),
  };
}

type Expand = (written: string, path: EntryFault["path"]) => string;

function createExpansion(machine: Machine, faults: EntryFault[]): Expand {
  return (written, path) => {
    const { text, missing } = expandVariables(written, machine.environment);
    for (const name of missing) {
      const message = `needs the environment variable ${name}, which is not set. Set it, or write a default, as in \${${name}:-default}.`;
      faults.push({ path, message });
    }
    // VS Code asks its user for these values; here a server would receive them as literal text.
    const prompt = /\$\{input:[^}]*\}/.exec(written)?.[0];
    if (prompt !== undefined) {
      const message = `holds ${prompt}, which only an editor can ask for. Name an environment variable, as in \${TOKEN}.`;
      faults.push({ path, message });
    }
    return text;
  };
}

function mapValues(
  record: Readonly<Record<string, string>>,
  change: (value: string, name: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, change(value, name)]),
  );
}
