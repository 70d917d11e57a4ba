export { createToolIndex } from "./tool-index.ts";
export type { EvidenceName } from "./evidence.ts";
export type {
  Embed,
  ScorePart,
  SearchableTool,
  SearchOptions,
  ServerDetails,
  ToolHit,
  ToolIndex,
  ToolIndexOptions,
} from "./types.ts";
