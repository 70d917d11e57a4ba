/** `files-replaced`: a part of this program is needed for the first time and cannot be loaded any more. */
export class ReplacedFilesError extends Error {
  override readonly name = "ReplacedFilesError";
  readonly code = "files-replaced";
}

/** Loads a part of this program on its first use. Rejects with a ReplacedFilesError if its files are gone by then. */
export async function latePart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new ReplacedFilesError(
      "A file of mcp-code-execution that this needs for the first time cannot be loaded. An update has probably removed or replaced it while the program ran. Restart your MCP client: it then starts what is installed now. If that does not help, install mcp-code-execution again.",
      { cause },
    );
  }
}
