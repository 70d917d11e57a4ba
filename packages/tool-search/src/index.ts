export { createToolIndex } from "./tool-index.ts";
export { ToolSearchError, type ToolSearchErrorCode } from "./errors.ts";
export type { EvidenceName } from "./evidence.ts";
export type {
  Embed,
  MatchedBy,
  ScorePart,
  SearchableTool,
  SearchOptions,
  ServerDetails,
  ToolHit,
  ToolIndex,
  ToolIndexOptions,
} from "./types.ts";
