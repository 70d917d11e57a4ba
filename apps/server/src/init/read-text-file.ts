import { readFile } from "node:fs/promises";
import { InitError } from "./init-error.ts";

/** A file's text, undefined where there is no file. Throws an InitError for what cannot be given back byte for byte. */
export async function readTextFile(path: string): Promise<string | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new InitError(`It cannot be read (${code ?? String(error)}).`, { cause: error });
  }
  const text = bytes.toString("utf8");
  if (Buffer.from(text).equals(bytes)) return text;
  throw new InitError("It is not UTF-8. Save it so first.");
}
