/** `audit-failed`: the audit log cannot be written, and runs without it are not wanted. */
export class AuditError extends Error {
  override readonly name = "AuditError";
  readonly code = "audit-failed";
}
