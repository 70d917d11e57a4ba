// An event of a server's stream that is long and answers nothing: nobody asked for it, so it is not to take as long as what
// was asked for.
import { mostUnaskedBytes } from "./message-limit.ts";
import { topLevelOf } from "./top-level.ts";

const lineFeed = 10;
const carriageReturn = 13;
const dataField = Buffer.from("data:");
// What stands beside the data: an id, a name, how soon to come back.
const mostFields = 10;
const mostFieldBytes = 1_000;

/** What is to be read instead of an event, and what is to be said of it. */
export interface UnaskedEvent {
  event: Buffer;
  why: string;
}

/**
 * Undefined where the event is to be read as it is. A request that is not read is answered, as one whose method nobody
 * knows; a message of another kind is left out.
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

/** Where the next such byte is, from a place that only grows; where there is none, the end. */
function nextOf(event: Buffer, byte: number): (start: number) => number {
  let next = -1;
  return (start) => {
    if (next < start) next = event.indexOf(byte, start);
    if (next === -1) next = event.length;
    return next;
  };
}
