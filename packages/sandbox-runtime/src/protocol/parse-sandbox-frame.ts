// Everything here comes from untrusted code. An invalid frame ends its session.
import { z } from "zod";
import { boundValues, type JsonContent } from "./bound-values.ts";
import type { BytePieces } from "./byte-pieces.ts";
import { type LongTexts, readLongTexts } from "./long-texts.ts";
import { frameLimits, plainFrame } from "./plain-frame.ts";
import type { SandboxFrame } from "./sandbox-frames.ts";

const maxValues = 1_000_000;
/** The kernel's limit for an image in base64, and some more. */
const maxImageCharacters = 16 * 1024 * 1024;

/** Several times what it has. */
const maxCompiledCharacters = 4 * 1024 * 1024;

const runId = z.string().max(frameLimits.runId);
const callId = z.int().nonnegative();
const shortText = z.string().max(frameLimits.shortText);
const offeredPipe = z.strictObject({
  descriptor: z.int().nonnegative(),
  inode: z.int().positive(),
});
const longText = z.string().max(frameLimits.longText);

export const sandboxFrameSchema: z.ZodType<SandboxFrame> = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("kernel-compiled"),
    code: z.base64().max(maxCompiledCharacters),
  }),
  z.strictObject({
    type: z.literal("pipes-offer"),
    toSandbox: offeredPipe,
    fromSandbox: offeredPipe,
  }),
  z.strictObject({ type: z.literal("ready"), python: shortText }),
  z.strictObject({
    type: z.literal("output"),
    run: runId,
    stream: z.enum(["stdout", "stderr"]),
    text: z.string(),
  }),
  z.strictObject({
    type: z.literal("display"),
    run: runId,
    mimeType: z.enum(["image/png", "image/jpeg", "image/gif", "image/webp"]),
    data: z.base64().max(maxImageCharacters),
  }),
  z.strictObject({
    type: z.literal("call"),
    id: callId,
    run: runId,
    method: shortText,
    params: z.record(z.string(), z.unknown()),
    reports: z
      .array(z.enum(["progress", "log"]))
      .max(2)
      .optional(),
  }),
  z.strictObject({ type: z.literal("call-cancel"), id: callId }),
  z
    .strictObject({
      type: z.literal("run-end"),
      id: runId,
      status: z.enum(["ok", "error", "interrupted"]),
      value: longText.optional(),
      error: z
        .strictObject({ type: shortText, message: longText, traceback: longText.optional() })
        .optional(),
    })
    .refine(({ value, error }) => value === undefined || error === undefined),
]);

/**
 * Throws if the line is not JSON, is not a frame, or would take the host too long to read.
 * @param line a long line as bytes, in pieces; throws if they are not UTF-8
 * @param texts receives the long texts of such a line
 * @param weigh is given what is in a line that is not short before it is read, and may throw as well
 */
export function parseSandboxFrame(
  line: string | BytePieces,
  texts?: LongTexts,
  weigh?: (content: JsonContent) => void,
): SandboxFrame {
  const count = (json: string): void => {
    const content = boundValues(json, maxValues);
    if (content) weigh?.(content);
  };
  if (typeof line !== "string") {
    return sandboxFrameSchema.parse(readLongTexts(line, texts ?? new Map(), count));
  }
  count(line);
  const value: unknown = JSON.parse(line);
  return plainFrame(value) ?? sandboxFrameSchema.parse(value);
}
