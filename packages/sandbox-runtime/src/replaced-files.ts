// Files of this package, and of those that it needs, may go while this process runs: npm installs a new version, npx's
// cache is emptied, a desktop bundle is updated.
import { SandboxError } from "./sandbox-error.ts";

/** Why a sandbox cannot start any more, and what helps. */
export const filesReplaced =
  "files that it starts from were removed or replaced while this program ran, as an update does. Restart your MCP client: it then starts what is installed now";

/** Throws a SandboxError `start-failed` in place of the error about a file or a module that cannot be loaded. */
export function explainMissing(cause: unknown): never {
  throw new SandboxError(
    "start-failed",
    `The sandbox cannot start: ${filesReplaced}. If that does not help, install this program again.`,
    { cause },
  );
}
