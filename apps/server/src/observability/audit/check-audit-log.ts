import { wrongValue } from "../../bridge/wrong-value.ts";
import type { AuditLogOptions } from "./create-audit-log.ts";

const names: Readonly<Record<keyof AuditLogOptions, true>> = {
  path: true,
  arguments: true,
  onFailure: true,
  maxBytes: true,
  maxTotalBytes: true,
};

/** Throws a TypeError that names the option: a misspelt one would record less than was meant, or stop no run. */
export function checkAuditLog(options: AuditLogOptions): void {
  if (typeof options !== "object" || options === null) {
    throw wrongValue("auditLog", options, 'an object, such as {path: "audit.jsonl"}');
  }
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(names, name)) continue;
    throw new TypeError(
      `There is no option auditLog.${name}. The options here are ${Object.keys(names).join(", ")}.`,
    );
  }
  const { path, arguments: recorded = "digest", onFailure = "continue" } = options;
  if (typeof path !== "string" || path === "") {
    throw wrongValue("auditLog.path", path, "the path of a file");
  }
  if (recorded !== "digest" && recorded !== "full") {
    throw wrongValue("auditLog.arguments", recorded, '"digest" or "full"');
  }
  if (onFailure !== "continue" && onFailure !== "stop") {
    throw wrongValue("auditLog.onFailure", onFailure, '"continue" or "stop"');
  }
  for (const name of ["maxBytes", "maxTotalBytes"] as const) {
    const bytes = options[name];
    if (bytes === undefined || (typeof bytes === "number" && bytes > 0)) continue;
    throw wrongValue(`auditLog.${name}`, bytes, "a number of bytes above 0");
  }
}
