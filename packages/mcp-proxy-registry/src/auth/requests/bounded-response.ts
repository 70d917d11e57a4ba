const shownCharacters = 500;

/** The text of a response. Throws, and stops reading, if it is longer than the limit in bytes. */
export async function readBounded(response: Response, limit: number): Promise<string> {
  const { text, isWhole } = await readStart(response, limit);
  if (!isWhole) throw new Error(`an answer about logins is longer than ${limit} bytes`);
  return text;
}

/**
 * The response itself if it is not an error. Otherwise one with a short, plain body: a page's title, the message in
 * JSON, or the beginning of a longer text, with the secrets that `mask` knows masked.
 */
export async function withPlainError(
  response: Response,
  mask: (text: string) => string,
): Promise<Response> {
  if (response.status < 400) return response;
  const { text } = await readStart(response, 16 * 1024).catch(() => ({ text: "" }));
  const { statusText, headers } = response;
  // Some servers answer with status codes that Response does not accept.
  const status = Math.min(response.status, 599);
  const shown = mask(plainText(text)).slice(0, shownCharacters);
  return new Response(shown, { status, statusText: mask(statusText), headers });
}

async function readStart(
  response: Response,
  limit: number,
): Promise<{ text: string; isWhole: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  if (!reader) return { text: "", isWhole: true };
  let isWhole = true;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.length;
    if (size > limit) {
      isWhole = false;
      await reader.cancel();
      break;
    }
  }
  return { text: Buffer.concat(chunks).subarray(0, limit).toString("utf8"), isWhole };
}

/** A page's title, the message in JSON, or else the text; on one line and without terminal control characters. */
export function plainText(text: string): string {
  // `[^>]` would look through the whole rest from each `<title` on.
  const title = /<title[^<>]*>([^<]*)<\/title>/i.exec(text)?.[1];
  return oneLine(title ?? messageOf(text) ?? text);
}

/** The text without line breaks and control characters. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\s]+/gu, " ").trim();
}

/** The message in the JSON of an OAuth error, a JSON-RPC error, or an error of common web frameworks. */
function messageOf(text: string): string | undefined {
  const read = (value: unknown): string | undefined => {
    if (typeof value === "string") return value;
    if (typeof value !== "object" || value === null) return undefined;
    const members = new Map(Object.entries(value));
    for (const name of ["error_description", "message", "detail", "error"]) {
      const found = read(members.get(name));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  try {
    return read(JSON.parse(text));
  } catch {
    return undefined;
  }
}
