import { FormatError } from "./format-error.ts";
import type { RunReport } from "./run-report.ts";

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const isText = (value: unknown): boolean => typeof value === "string";
const isOptionalText = (value: unknown): boolean => value === undefined || isText(value);
const areAll = (value: unknown, test: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(test);

const isChunk = (chunk: unknown): boolean =>
  isObject(chunk) &&
  ["stdout", "stderr"].includes(chunk["stream"] as string) &&
  isText(chunk["text"]);
const isError = (error: unknown): boolean =>
  isObject(error) && ["type", "message", "traceback"].every((key) => isOptionalText(error[key]));
const isImage = (image: unknown): boolean =>
  isObject(image) && isText(image["mimeType"]) && isText(image["data"]);

const statuses = ["ok", "error", "timeout", "cancelled", "lost"];
const fields: Record<string, [test: (value: unknown) => boolean, shape: string]> = {
  status: [(value) => statuses.includes(value as string), `one of ${statuses.join(", ")}`],
  output: [(value) => areAll(value, isChunk), 'an array of {stream: "stdout" | "stderr", text}'],
  value: [isOptionalText, "a string, such as the `repr` of the value"],
  error: [
    (value) => value === undefined || isError(value),
    "{type, message, traceback?}, all strings",
  ],
  notices: [(value) => value === undefined || areAll(value, isText), "an array of strings"],
  images: [
    (value) => value === undefined || areAll(value, isImage),
    "an array of {mimeType, data}",
  ],
};

/**
 * Returns the report if its fields are valid. JSON has null for a missing value, and so has a report that was read from
 * JSON.
 *
 * @throws {FormatError} `invalid-report`, which names the field.
 */
export function checkReport(report: RunReport): RunReport {
  if (!isObject(report)) {
    throw new FormatError(
      "invalid-report",
      `The report is ${typeof report}: it must be an object.`,
    );
  }
  const known = Object.fromEntries(Object.entries(report).filter(([, value]) => value !== null));
  for (const [name, [isRight, shape]] of Object.entries(fields)) {
    if (isRight(known[name])) continue;
    throw new FormatError(
      "invalid-report",
      `The report's ${name} is not what it must be: ${shape}.`,
    );
  }
  return known as unknown as RunReport;
}
