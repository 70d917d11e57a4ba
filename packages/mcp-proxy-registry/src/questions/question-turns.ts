import { ErrorCode, McpError } from "@modelcontextprotocol/sdk/types.js";
import { createTurns, type Turns } from "../calls/turns.ts";

// A person sees one question of a server at a time; at most this many wait.
const maxWaiting = 5;

/** One question at a time; a few wait for their turn, and `take` rejects for more. */
export function createQuestionTurns(): Turns {
  const turns = createTurns(1);
  let present = 0;
  return {
    async take(signal) {
      if (present > maxWaiting) {
        throw new McpError(
          ErrorCode.InvalidRequest,
          `Too many questions at once: one is put at a time, and ${maxWaiting} wait already`,
        );
      }
      present += 1;
      try {
        const giveBack = await turns.take(signal);
        return () => {
          present -= 1;
          giveBack();
        };
      } catch (error) {
        present -= 1;
        throw error;
      }
    },
  };
}
