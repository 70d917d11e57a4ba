import type { ElicitRequestFormParams } from "@modelcontextprotocol/sdk/types.js";
import type { ApprovalAnswer, ApprovalRequest } from "../access/approval.ts";
import { lengthOfArguments, quoted, readableArguments } from "./readable-arguments.ts";

const answers: Readonly<Record<string, ApprovalAnswer>> = {
  "Allow once": "once",
  "Always allow in this session": "session",
  Deny: "no",
};

/**
 * The question whether a call may be made, for any client that shows forms. Arguments are indented by four columns, so
 * that a client that renders Markdown shows them unchanged.
 */
export function approvalQuestion({
  server,
  tool,
  arguments: args,
}: Pick<ApprovalRequest, "server" | "tool" | "arguments">): ElicitRequestFormParams {
  const { text, isWhole } = readableArguments(args);
  const heading = isWhole
    ? "Arguments:"
    : `Arguments (${lengthOfArguments(args)} characters, too long to show whole: parts are left out where "…" stands outside of quotation marks):`;
  return {
    mode: "form",
    message: [
      "Allow this tool call?",
      "",
      `Server: ${quoted(server)}`,
      `Tool: ${quoted(tool)}`,
      heading,
      "",
      text.replaceAll(/^/gm, "    "),
    ].join("\n"),
    requestedSchema: {
      type: "object",
      properties: {
        answer: { type: "string", title: "Answer", enum: Object.keys(answers) },
      },
      required: ["answer"],
    },
  };
}

/** Anything but a clear yes is a no. */
export function readApprovalAnswer(result: {
  action: string;
  content?: Record<string, unknown> | undefined;
}): ApprovalAnswer {
  const answer = result.action === "accept" ? result.content?.["answer"] : undefined;
  return typeof answer === "string" && Object.hasOwn(answers, answer)
    ? (answers[answer] ?? "no")
    : "no";
}
