// What the parameters of each of the sandbox's calls may be. Whoever reads them with these schemas throws a ZodError.
import { z } from "zod";
import { isPlainRecord } from "../protocol/plain-frame.ts";
import { savedToolLimits, type SavedToolSource } from "./saved-tool-store.ts";
import type {
  PromptRequest,
  ResourceReadRequest,
  ServerRequest,
  ToolCallRequest,
  ToolDescribeRequest,
  ToolSearchRequest,
} from "./tool-host.ts";

/** Characters. */
export const longestName = 1_000;

const name = z.string().min(1).max(longestName);
const detail = z.enum(["summary", "full"]).default("summary");

export const callParams: z.ZodType<ToolCallRequest> = z.object({
  server: name,
  tool: name,
  arguments: z.record(z.string(), z.unknown()),
});
export const searchParams: z.ZodType<ToolSearchRequest> = z.object({
  query: z.string().max(10_000),
  limit: z.int().min(1).max(100).default(5),
  server: name.optional(),
  detail,
});
export const describeParams: z.ZodType<ToolDescribeRequest> = z.object({
  server: name,
  tool: name.optional(),
  detail,
});
export const serverParams: z.ZodType<ServerRequest> = z.object({ server: name });
export const resourceParams: z.ZodType<ResourceReadRequest> = z.object({
  server: name,
  uri: z.string().min(1).max(100_000),
});
export const promptParams: z.ZodType<PromptRequest> = z.object({
  server: name,
  name,
  // A record's schema would look at each of very many, and name each that is wrong.
  arguments: z.custom<Record<string, string>>(isTexts, "it must be an object of texts").default({}),
});

const savedName = z
  .string()
  .max(savedToolLimits.nameCharacters)
  .regex(
    /^(?!__)[A-Za-z_][A-Za-z0-9_]*$/,
    "it must be a Python name of ASCII letters, digits and _",
  );
export const saveParams: z.ZodType<SavedToolSource & { overwrite: boolean }> = z.object({
  name: savedName,
  source: z.string().refine((text) => Buffer.byteLength(text) <= savedToolLimits.sourceBytes, {
    error: `it must be at most ${savedToolLimits.sourceBytes} bytes: read long data from a file or a tool`,
  }),
  overwrite: z.boolean().default(false),
});
export const removeParams: z.ZodType<{ name: string }> = z.object({ name: savedName });

/** The same result as the schema's, but faster in most cases. Throws a ZodError. */
export function readCallParams(params: Record<string, unknown>): ToolCallRequest {
  const { server, tool, arguments: args } = params;
  return isName(server) && isName(tool) && isPlainRecord(args)
    ? { server, tool, arguments: args }
    : callParams.parse(params);
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= longestName;
}

function isTexts(value: unknown): boolean {
  return isPlainRecord(value) && Object.values(value).every((text) => typeof text === "string");
}
