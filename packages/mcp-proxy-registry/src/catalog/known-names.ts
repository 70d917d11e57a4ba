import { nearestNames } from "../names/nearest-name.ts";
import { RegistryError } from "../registry-error.ts";

const maxShown = 10;
const longestShown = 200;

/** A request by a name that its server may not know. */
export interface NamedRequest {
  /** Such as `prompt`. */
  kind: string;
  wrong: string;
  /** The existing names. */
  names(): Promise<string[]>;
}

/** If the server refused an unknown name, an error that lists the existing ones; otherwise the error itself. */
export async function withKnownNames(
  error: unknown,
  { kind, wrong, names }: NamedRequest,
): Promise<unknown> {
  if (!(error instanceof RegistryError) || error.code !== "call-failed") return error;
  const { code, summary, server, cause } = error;
  const known = await namesOrNone(names);
  if (known.length === 0 || known.includes(wrong)) return error;
  const message = `${withoutPeriod(summary)}. Server "${server}" lists no ${kind} ${JSON.stringify(shown(wrong))}. ${suggestion(kind, wrong, known)}`;
  return new RegistryError(code, message, { cause, ...(server !== undefined && { server }) });
}

/** If the names cannot be listed, the server's own error is used. */
async function namesOrNone(names: NamedRequest["names"]): Promise<string[]> {
  try {
    return await names();
  } catch {
    return [];
  }
}

function suggestion(kind: string, wrong: string, known: string[]): string {
  const more = known.length - maxShown;
  const nearest = more > 0 ? nearestNames(wrong, known) : [];
  if (nearest.length > 0) return `The nearest: ${nearest.map(shown).join(", ")}.`;
  const end = more > 0 ? ` and ${more} more` : "";
  return `Its ${kind}s: ${known.slice(0, maxShown).map(shown).join(", ")}${end}.`;
}

function shown(name: string): string {
  return name.length > longestShown ? `${name.slice(0, longestShown)}…` : name;
}

function withoutPeriod(text: string): string {
  return text.endsWith(".") ? text.slice(0, -1) : text;
}
