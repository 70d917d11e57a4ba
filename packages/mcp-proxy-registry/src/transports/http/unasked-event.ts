// Long events of a server's stream that answer no request. Nobody asked for them, so they must not take the time that
// an answer may take.
import { mostUnaskedBytes } from "../messages/message-limit.ts";
import { topLevelOf } from "../messages/top-level.ts";

const lineFeed = 10;
const carriageReturn = 13;
const dataField = Buffer.from("data:");
// The other fields of an event: its id, its name, the delay before reconnecting.
const mostFields = 10;
const mostFieldBytes = 1_000;

/** What to read instead of the event, and what to log about it. */
export interface UnaskedEvent {
  event: Buffer;
  why: string;
}

/**
 * Undefined if the event is to be read as it is. Instead of a request that is too long, a request with an unknown
 * method is read, so that the server gets an error; any other message is dropped.
 */
export function unaskedEvent(
  event: Buffer,
  isAwaited: (id: number) => boolean,
): UnaskedEvent | undefined {
  if (event.length <= mostUnaskedBytes) return undefined;
  const { data, fields } = partsOf(event);
  const { isMethod, id } = topLevelOf(data);
  if (!isMethod && isAwaited(Number(id))) return undefined;
  const method = `too long: ${mostUnaskedBytes / 1024 ** 2} MiB are the most`;
  const told =
    isMethod && id !== undefined ? [`data: ${JSON.stringify({ jsonrpc: "2.0", id, method })}`] : [];
  return {
    event: Buffer.from(`${[...fields, ...told].join("\n")}\n\n`),
    why: `a message of ${event.length} bytes that answers no request is not read: ${mostUnaskedBytes / 1024 ** 2} MiB are the most`,
  };
}

function partsOf(event: Buffer): { data: Uint8Array[]; fields: string[] } {
  const data: Uint8Array[] = [];
  const fields: string[] = [];
  const nextFeed = nextOf(event, lineFeed);
  const nextReturn = nextOf(event, carriageReturn);
  for (let start = 0; start < event.length;) {
    const end = Math.min(nextFeed(start), nextReturn(start));
    const line = event.subarray(start, end);
    if (line.subarray(0, dataField.length).equals(dataField)) {
      data.push(line.subarray(dataField.length));
    } else if (line.length > 0 && line.length < mostFieldBytes && fields.length < mostFields) {
      fields.push(line.toString());
    }
    start = end + 1;
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
