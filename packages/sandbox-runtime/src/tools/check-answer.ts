import { describeValue } from "../describe-value.ts";

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const areObjects = (value: unknown): boolean => Array.isArray(value) && value.every(isObject);

/**
 * What is wrong with a host's answer, or undefined. Without this check the kernel would fail with an error that
 * explains nothing.
 */
export function problemOfAnswer(method: string, answer: unknown): string | undefined {
  switch (method) {
    case "tools.call": {
      const { content, structuredContent } = (isObject(answer) ? answer : {}) as Record<
        string,
        unknown
      >;
      const isResult =
        content === undefined ? structuredContent !== undefined : areObjects(content);
      return isResult
        ? undefined
        : `callTool gave ${describeValue(answer)}: it must be {content: [blocks], structuredContent?, isError?}`;
    }
    case "tools.search":
      return areObjects(answer)
        ? undefined
        : `searchTools gave ${describeValue(answer)}: it must be an array of objects`;
    case "tools.describe":
      return isObject(answer)
        ? undefined
        : `describeTools gave ${describeValue(answer)}: it must be an object of tool names to documentation`;
    default:
      return undefined;
  }
}
