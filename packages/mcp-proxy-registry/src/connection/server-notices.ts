import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import {
  LoggingMessageNotificationSchema,
  ToolListChangedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { errorText } from "../error-text.ts";
import type { QuestionContext } from "../questions/upstream-questions.ts";
import type { TransportContext } from "../transports/upstream-transport.ts";

/** Who receives a server's notifications. */
export interface NoticeContext extends QuestionContext {
  log: TransportContext["log"];
  onToolsChanged(): void;
}

/** Passes on a server's notifications: that its tools have changed, and its log messages. */
export function passNotices(
  client: Client,
  { server, features, calls, log, onToolsChanged }: NoticeContext,
): void {
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => onToolsChanged());
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
    const { level, logger, data } = params;
    const message = { level, data, ...(logger !== undefined && { logger }) };
    log("debug", errorText(typeof data === "string" ? data : JSON.stringify(data)));
    calls.log(message);
    features.onServerLog?.({ server, ...message }, calls.contexts());
  });
}
