import { readlink } from "node:fs/promises";
import { readRegularFile, UnreadFileError } from "@mcp-code-execution/config";
import { InitError } from "./init-error.ts";

// Some clients keep years of history in the same file. Searching a larger one takes minutes.
export const maxBytes = 20_000_000;

/**
 * A file's text; undefined if there is no file. Throws an InitError for text that could not be restored byte for byte.
 */
export async function readTextFile(path: string): Promise<string | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readRegularFile(path, maxBytes);
  } catch (error) {
    if (error instanceof UnreadFileError) {
      const message =
        error.code === "too-long"
          ? `It is larger than ${maxBytes / 1e6} MB, the limit for editing. Add our entry by hand, as the README shows.`
          : error.message;
      throw new InitError(message, { cause: error });
    }
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return await nothing(path);
    throw new InitError(`It cannot be read (${code ?? String(error)}).`, { cause: error });
  }
  const text = bytes.toString("utf8");
  if (Buffer.from(text).equals(bytes)) return text;
  throw new InitError("It is not UTF-8. Save it as UTF-8 first.");
}

/** Throws an InitError if there is a link, which would be replaced by a file. */
async function nothing(path: string): Promise<undefined> {
  const target = await readlink(path).catch(() => undefined);
  if (target === undefined) return undefined;
  throw new InitError(
    `It is a link to ${target}, where there is no file. Create that file, or remove the link.`,
  );
}
