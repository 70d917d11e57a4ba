/** `audit-failed`: the audit log cannot be written, and the options do not allow runs without it. */
export class AuditError extends Error {
  override readonly name = "AuditError";
  readonly code = "audit-failed";
}
