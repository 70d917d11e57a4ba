export const permissionDenied = "permission denied";

/** Why an engine could not be reached, as part of a sentence. Unknown errors speak for themselves. */
export function explainFailure(error: unknown): string {
  const { code, message, path, syscall } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      return syscall === "open" ? `there is no file ${path}` : "no such file";
    case "EACCES":
    case "EPERM":
      return permissionDenied;
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
    case "HPE_INVALID_CONSTANT":
      return "what answers there is no container engine";
    default:
      return (message ?? String(error)).trim().replace(/\s*\n\s*/g, "; ");
  }
}

export const noAnswer = (timeoutMs: number): string => `no answer within ${timeoutMs / 1000} s`;
