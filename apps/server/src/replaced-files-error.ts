/** `files-replaced`: a part of this program is needed for the first time and cannot be loaded any more. */
export class ReplacedFilesError extends Error {
  override readonly name = "ReplacedFilesError";
  readonly code = "files-replaced";
}

/**
 * Loads what this name of a module stands for, on its first use. Rejects with a ReplacedFilesError if its files are gone by
 * then, or are of a version that does not have it.
 */
export async function latePart<Name extends string, T extends Record<Name, unknown>>(
  name: Name,
  load: () => Promise<T>,
): Promise<T[Name]> {
  let cause: unknown;
  try {
    const { [name]: part } = await load();
    if (typeof part === "function") return part;
  } catch (error) {
    cause = error;
  }
  throw new ReplacedFilesError(
    "A file of mcp-code-execution that this needs for the first time cannot be loaded. An update has probably removed or replaced it while the program ran. Restart your MCP client: it then starts what is installed now. If that does not help, install mcp-code-execution again.",
    { cause },
  );
}
