/**
 * `tool-denied`: the configuration forbids it. `call-refused`: a person said no, or did not answer yes.
 * `cannot-ask`: a person would have to say yes, and there is no way to ask. `tool-changed`: the tool changed after the
 * decision. `call-limit`: the run has reached its limit of calls.
 */
export type AccessErrorCode =
  | "tool-denied"
  | "call-refused"
  | "cannot-ask"
  | "tool-changed"
  | "call-limit";

/** A call that may not be made. Nothing was sent to the server. */
export class AccessError extends Error {
  override readonly name = "AccessError";
  readonly code: AccessErrorCode;
  readonly server: string;
  readonly tool: string;

  constructor(
    code: AccessErrorCode,
    message: string,
    { server, tool, cause }: { server: string; tool: string; cause?: unknown },
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.server = server;
    this.tool = tool;
  }
}

/** For a call whose tool, or whose server's entry, has changed since the call was decided. */
export function toolChanged({ server, name }: { server: string; name: string }): AccessError {
  return new AccessError(
    "tool-changed",
    `Tool "${name}" of server "${server}" changed while its call was being decided, so it was not called. Look it up and call it again.`,
    { server, tool: name },
  );
}

/** For a tool that the configuration denies. */
export function toolDenied({ server, name }: { server: string; name: string }): AccessError {
  return new AccessError(
    "tool-denied",
    `Tool "${name}" of server "${server}" is denied by the configuration (tools of the entry "${server}"). ` +
      "Do without it; only the person can change that.",
    { server, tool: name },
  );
}
