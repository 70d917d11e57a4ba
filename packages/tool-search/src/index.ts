export { createToolIndex } from "./tool-index.ts";
export { ToolSearchError, type ToolSearchErrorCode } from "./errors.ts";
export type {
  Embed,
  EvidenceName,
  MatchedBy,
  ScorePart,
  SearchableTool,
  SearchOptions,
  ServerDetails,
  ToolHit,
  ToolIndex,
  ToolIndexOptions,
} from "./types.ts";
