const powers: Readonly<Record<string, number>> = { "": 0, k: 1, m: 2, g: 3, t: 4 };

/**
 * Reads an amount of memory as container engines do: `512m`, `1.5g`, `512MB`, `512MiB`, `64k`, or plain bytes.
 * Units are powers of 1024, with or without the `i`. Returns bytes, or `undefined` if the text is no size.
 */
export function parseByteSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(?:([kmgt])i?)?b?$/i.exec(text.trim());
  if (match === null) return undefined;
  const bytes = Math.floor(
    Number(match[1]) * 1024 ** (powers[(match[2] ?? "").toLowerCase()] ?? 0),
  );
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
