import {
  absolutePath,
  claudeDesktopConfigPaths,
  projectConfigPath,
  userConfigPaths,
  type Machine,
} from "./config-paths.ts";
import type { ConfigSource, SourceText } from "./config-source.ts";
import { leadsTo } from "./leads-to.ts";
import { readRegularFile, UnreadFileError } from "./read-regular-file.ts";

// Claude Desktop stores other data in its file too, but no configuration written by a person is longer.
const maxBytes = 1_000_000;

/** A source to read: a file, a text that is already here, or neither if a variable is not set. */
export type SourcePlace = Pick<ConfigSource, "kind" | "label" | "path"> & { text?: string };

/**
 * Whether a source is read only at startup. Upstream servers can often write to the working directory on behalf of
 * code, which must not decide which programs are started.
 */
export function isReadOnce({ path }: SourcePlace, machine: Machine): boolean {
  return path !== undefined && leadsTo(path, projectConfigPath(machine), machine);
}

/** The places that may name servers, in order of precedence; a file stands here once. */
export function listSources(machine: Machine): SourcePlace[] {
  const places: SourcePlace[] = [
    environmentPlace(machine),
    file("working-directory", projectConfigPath(machine)),
    ...userConfigPaths(machine).map((path) => file("user", path)),
    ...claudeDesktopConfigPaths(machine).map((path) => file("claude-desktop", path)),
  ];
  const paths = places.map(({ path }) => path);
  return places.filter(({ path }, index) => path === undefined || paths.indexOf(path) === index);
}

/** Reads a place. Never throws: why it cannot be read is in the answer. */
export async function readSource(place: SourcePlace): Promise<SourceText> {
  if (place.text !== undefined) return { status: "read", text: place.text };
  if (place.path === undefined) return { status: "absent" };
  try {
    return { status: "read", text: decode(await readRegularFile(place.path, maxBytes)) };
  } catch (error) {
    if (error instanceof UnreadFileError) return { status: "invalid", message: error.message };
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code !== "ENOENT" && code !== "ENOTDIR") {
      return {
        status: "invalid",
        message:
          readMessages[code] ?? `The file cannot be read (${code}). Move it away or repair it.`,
      };
    }
    return place.kind === "environment"
      ? { status: "invalid", message: missingFile }
      : { status: "absent" };
  }
}

const missingFile =
  "There is no such file, but MCP_BRIDGE_CONFIG names it. Set MCP_BRIDGE_CONFIG to JSON that begins with { or to the path of a file.";

const readMessages: Readonly<Record<string, string>> = {
  EACCES: "The file must not be read by this user. Change its permissions.",
  EPERM: "The file must not be read by this user. Change its permissions.",
  EISDIR: "This is a folder. Put a file there, or name the file in it.",
};

function file(kind: ConfigSource["kind"], path: string): SourcePlace {
  return { kind, label: path, path };
}

function environmentPlace(machine: Machine): SourcePlace {
  const kind = "environment";
  const label = "MCP_BRIDGE_CONFIG";
  const text = machine.environment[label]?.trim() ?? "";
  if (text === "") return { kind, label };
  // The variable is meant to hold JSON, but many put a file's path there.
  const isJson = /^[[']|[{"\n]/.test(text);
  return isJson
    ? { kind, label, text }
    : file(kind, absolutePath(text, machine.workingDirectory, machine));
}

/** Windows' editors and shells save UTF-8 with a mark at its start, or UTF-16. */
function decode(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}
