// Stands in for a model: writes the code that a model would write, then repeats what it got back.
import { AIMessage } from "@langchain/core/messages";
import { fakeModel } from "@langchain/core/testing";

const args = { code: "await mcp_everything.get_sum(a=2, b=3)" };

export const model = fakeModel()
  .respondWithTools([{ name: "run_python", args }])
  .respond((messages) => new AIMessage(`It says: ${messages.at(-1).content}`));
