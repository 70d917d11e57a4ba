import { countTokens } from "./count-tokens.ts";
import type { DefinitionCost } from "./definition-costs.ts";
import type { StoryCost } from "./play-story.ts";
import type { Printer } from "./print.ts";
import { bookingTables } from "./sample-files.ts";

/** What the model wrote and read, beside the data that it worked on without reading it. */
export function printStoryCost(print: Printer, { written, read }: StoryCost): void {
  print.heading("Tokens of this story (o200k_base)");
  print.table([
    ["code, written by the model", number(written)],
    ["results, read by the model", number(read)],
    ["booking tables, read in the sandbox only", number(countTokens(...bookingTables))],
  ]);
}

/** What fills a model's context before it has done anything, with the servers loaded directly and with ours. */
export function printDefinitionCosts(
  print: Printer,
  direct: Record<string, DefinitionCost>,
  own: DefinitionCost,
): void {
  const costs = Object.values(direct);
  const all: DefinitionCost = {
    tools: costs.reduce((sum, { tools }) => sum + tools, 0),
    tokens: costs.reduce((sum, { tokens }) => sum + tokens, 0),
  };
  print.heading("Tokens of the tool definitions, in the context from the start (o200k_base)");
  print.table([
    ...Object.entries(direct).map(([name, cost]) => definitionRow(name, cost)),
    definitionRow("all of them, loaded directly", all),
    definitionRow("mcp-code-execution, all of them behind it", own),
  ]);
  const ratio = (all.tokens / own.tokens).toFixed(1);
  print.text(`Loaded directly, the definitions take ${ratio} times as many tokens.`);
}

function definitionRow(name: string, { tools, tokens }: DefinitionCost): [string, string] {
  return [`${name}: ${tools} ${tools === 1 ? "tool" : "tools"}`, number(tokens)];
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
