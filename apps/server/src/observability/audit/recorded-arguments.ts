import { readArguments } from "./read-arguments.ts";

/** How many characters are recorded of the arguments of one call, and of those of all calls of a run. */
const maxCallCharacters = 100_000;
const maxRunCharacters = 10_000_000;

/** What an entry says of a call's arguments. */
export type RecordedArguments = (args: Readonly<Record<string, unknown>>) => Promise<object>;

/** For the calls of one run. `digest` keeps secrets and personal data out of the log. */
export function createRecordedArguments(detail: "digest" | "full"): RecordedArguments {
  let room = maxRunCharacters;
  return async (args) => {
    if (detail !== "full") return { argumentsDigest: (await readArguments(args, 0)).digest };
    const { digest, start, characters } = await readArguments(args, maxCallCharacters);
    const argumentsStart = start.slice(0, room);
    room -= argumentsStart.length;
    if (argumentsStart.length === characters) return { arguments: args };
    return { argumentsStart, argumentsCharacters: characters, argumentsDigest: digest };
  };
}
