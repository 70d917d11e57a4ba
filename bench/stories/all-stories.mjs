import { errorRepaired } from "./error-repaired.mjs";
import { filterRows } from "./filter-rows.mjs";
import { findTool } from "./find-tool.mjs";
import { oneCall } from "./one-call.mjs";
import { tenCalls } from "./ten-calls.mjs";
import { transcript } from "./transcript.mjs";

export const stories = [transcript, filterRows, tenCalls, findTool, errorRepaired, oneCall];
