/**
 * - `saved-tool-exists`: the name is taken.
 * - `unknown-saved-tool`: there is no tool of that name.
 * - `saving-failed`: the folder or a file cannot be read or written, or is full.
 *
 * Sandboxed code can read the message, so it contains no path of this machine.
 */
export class SavedToolError extends Error {
  override readonly name = "SavedToolError";
  readonly code: "saved-tool-exists" | "unknown-saved-tool" | "saving-failed";

  constructor(code: SavedToolError["code"], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** The system's error code, such as EACCES; its message would contain the path. */
export function systemCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "unknown error";
}
