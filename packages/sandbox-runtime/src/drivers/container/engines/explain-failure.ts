/** Why an engine could not be reached, as part of a sentence. Unknown errors speak for themselves. */
export function explainFailure(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      return "no such file";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "ECONNREFUSED":
      return "nothing listens there";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "unknown host";
    case "ECONNRESET":
    case "EPIPE":
      return "the connection was cut";
    case "ENOTSOCK":
      return "not a socket";
    default:
      return (message ?? String(error)).trim().replace(/\s*\n\s*/g, "; ");
  }
}

/** Whether the engine was there and did not let this user in. */
export function isPermissionDenied(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "EACCES" || code === "EPERM";
}

export const noAnswer = (timeoutMs: number): string => `no answer within ${timeoutMs / 1000} s`;
