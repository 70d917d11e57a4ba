// Long events of a server's stream that answer no request. Nobody asked for them, so they must not take the time that
// an answer may take.
import { setImmediate } from "node:timers/promises";
import { maxUnasked, maxUnaskedBytes, maxUnaskedValues } from "../messages/message-limit.ts";
import { readInTurns } from "../messages/read-in-turns.ts";
import { createTopLevelReader } from "../messages/top-level.ts";

const lineFeed = 10;
const carriageReturn = 13;
const dataField = Buffer.from("data:");
/** Cutting so many takes some milliseconds. */
const turnLines = 10_000;
// The other fields of an event: its id, its name, the delay before reconnecting.
const maxFields = 10;
const maxFieldBytes = 1_000;

/** What to read instead of the event, and what to log about it. */
export interface UnaskedEvent {
  event: Buffer;
  why: string;
}

/**
 * Undefined if the event, with so many values, is to be read as it is. Instead of a request that is too long, a request with an unknown
 * method is read, so that the server gets an error; any other message is dropped.
 */
export async function unaskedEvent(
  event: Buffer,
  values: number,
  isAwaited: (id: number) => boolean,
): Promise<UnaskedEvent | undefined> {
  if (event.length <= maxUnaskedBytes && values <= maxUnaskedValues) return undefined;
  const { data, fields } = await partsOf(event);
  const reader = createTopLevelReader();
  await readInTurns(data, reader.read);
  const { isMethod, id } = reader.found();
  if (!isMethod && isAwaited(Number(id))) return undefined;
  const method = `too long: ${maxUnasked}`;
  const told =
    isMethod && id !== undefined ? [`data: ${JSON.stringify({ jsonrpc: "2.0", id, method })}`] : [];
  return {
    event: Buffer.from(`${[...fields, ...told].join("\n")}\n\n`),
    why: `a message of ${event.length} bytes that answers no request is not read: ${maxUnasked}`,
  };
}

async function partsOf(event: Buffer): Promise<{ data: Uint8Array[]; fields: string[] }> {
  const data: Uint8Array[] = [];
  const fields: string[] = [];
  const nextFeed = nextOf(event, lineFeed);
  const nextReturn = nextOf(event, carriageReturn);
  let lines = 0;
  for (let start = 0; start < event.length;) {
    const end = Math.min(nextFeed(start), nextReturn(start));
    const line = event.subarray(start, end);
    if (line.subarray(0, dataField.length).equals(dataField)) {
      data.push(line.subarray(dataField.length));
    } else if (line.length > 0 && line.length < maxFieldBytes && fields.length < maxFields) {
      fields.push(line.toString());
    }
    start = end + 1;
    lines += 1;
    if (lines % turnLines === 0) await setImmediate();
  }
  return { data, fields };
}

/** The position of the next such byte, for positions that only increase; the end if there is none. */
function nextOf(event: Buffer, byte: number): (start: number) => number {
  let next = -1;
  return (start) => {
    if (next < start) next = event.indexOf(byte, start);
    if (next === -1) next = event.length;
    return next;
  };
}
