import { parseByteSize } from "./byte-size.ts";
import { defaultImage } from "./settings.ts";

/** The values that a variable may have. */
export interface AcceptedValues<Value> {
  /** What they are, to follow "Set it to". */
  words: string;
  /** Undefined if the text is none of them. */
  parse(text: string): Value | undefined;
}

// Node's timers are limited to 31 bits of milliseconds; a longer time-out would fire at once.
const longestTimeoutSeconds = 2_147_483;
// Files are rotated at 10 MiB: room for one file, the next one and a long line.
const smallestAuditBytes = 32 * 1024 ** 2;
// Python itself needs some 20 MiB, and Pyodide 30.
const smallestMemoryBytes = 32 * 1024 ** 2;
// The kernel's own processes and threads are five.
const fewestPids = 8;

export function oneOf<Value extends string>(values: readonly Value[]): AcceptedValues<Value> {
  return {
    words: `one of ${values.join(", ")}`,
    parse: (text) => values.find((value) => value === text.toLowerCase()),
  };
}

export const imageName: AcceptedValues<string> = {
  words: `an image's name, such as ${defaultImage}`,
  parse: parseName,
};

export const runtimeName: AcceptedValues<string> = {
  words: "the name of an OCI runtime that the engine knows, such as runsc",
  parse: parseName,
};

export function seconds(example: number): AcceptedValues<number> {
  return {
    words: `a number of seconds above 0 and up to ${longestTimeoutSeconds}, without a unit, such as ${example}`,
    parse: parseSeconds,
  };
}

export const secondsOrNever: AcceptedValues<number> = {
  words: `a number of seconds up to ${longestTimeoutSeconds}, or 0 for never`,
  parse: (text) => (Number(text) === 0 ? 0 : parseSeconds(text)),
};

export const memoryBytes: AcceptedValues<number> = {
  words:
    "an amount of at least 32m, such as 512m, 1.5g or 512MiB; a number without a unit counts bytes",
  parse(text) {
    const bytes = parseByteSize(text);
    return bytes !== undefined && bytes >= smallestMemoryBytes ? bytes : undefined;
  },
};

/** Infinity for no limit. */
export const auditBytes: AcceptedValues<number> = {
  words: "an amount of at least 32m, such as 1g, or 0 for no limit",
  parse(text) {
    const bytes = parseByteSize(text);
    if (bytes === 0) return Infinity;
    return bytes !== undefined && bytes >= smallestAuditBytes ? bytes : undefined;
  },
};

export const pids: AcceptedValues<number> = {
  words: `a whole number from ${fewestPids}, such as 128`,
  parse(text) {
    const value = parseCount(text);
    return value !== undefined && value >= fewestPids ? value : undefined;
  },
};

export const cpus: AcceptedValues<number> = {
  words: "a number of processors above 0, such as 1.5",
  parse(text) {
    const value = Number(text);
    return value > 0 && value <= 1024 ? value : undefined;
  },
};

export const userAndGroup: AcceptedValues<string> = {
  words:
    "numbers, as in 65534:65534 (user and group), or each, for a different user in each sandbox",
  parse(text) {
    if (text.toLowerCase() === "each") return "each";
    return /^\d{1,10}(?::\d{1,10})?$/.test(text) ? text : undefined;
  },
};

export const warmSandboxes: AcceptedValues<number> = {
  words: "a whole number from 0 to 16",
  parse: (text) => (/^\d+$/.test(text) && Number(text) <= 16 ? Number(text) : undefined),
};

export function countOrNoLimit(example: number): AcceptedValues<number> {
  return {
    words: `a whole number such as ${example}, or 0 for no limit`,
    parse: (text) => (Number(text) === 0 ? 0 : parseCount(text)),
  };
}

export const filePath: AcceptedValues<string> = { words: "the path of a file", parse: String };

/**
 * Tokens that an `Authorization: Bearer` header can carry (RFC 6750, `b64token`) and that are long enough not to be
 * guessed.
 */
export const bearerTokens: AcceptedValues<string> = {
  words:
    "at least 16 characters out of letters, digits and -._~+/=, such as the output of: openssl rand -hex 32 (several are separated by commas)",
  parse: (text) =>
    text.split(/[,\s]+/).every((token) => /^[\w.~+/=-]{16,}$/.test(token)) ? text : undefined,
};

function parseName(text: string): string | undefined {
  return /^[\w./:@-]+$/.test(text) ? text : undefined;
}

function parseSeconds(text: string): number | undefined {
  if (!/^(?:\d+\.?\d*|\.\d+)$/.test(text)) return undefined;
  const value = Number(text);
  return value > 0 && value <= longestTimeoutSeconds ? value : undefined;
}

function parseCount(text: string): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= 1 && Number.isSafeInteger(value) ? value : undefined;
}
