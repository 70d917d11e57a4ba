/**
 * Bytes of one message of a server. Parsing it takes several times as much of the host's memory, and a larger one would
 * fill a sandbox. Code should request less, or a file.
 */
export const mostMessageBytes: number = 128 * 1024 * 1024;

/** The error for a message beyond the limit, to follow "because". */
export function tooLarge(limit: number): string {
  return `it sent a message of more than ${Math.floor(limit / 1024 / 1024)} MiB; ask for less`;
}

/**
 * Bytes of one message that is not an answer: a notification, or a request, which may contain images. Nobody asked for
 * it, so it may take less time than an answer.
 */
export const maxUnaskedBytes: number = 16 * 1024 * 1024;

/** Values of such a message, of which a key counts as four. Parsing them takes some hundredths of a second. */
export const maxUnaskedValues: number = 200_000;

/** The most that is read of such a message, as the end of a sentence. */
export const maxUnasked: string = `${maxUnaskedBytes / 1024 ** 2} MiB are the most, with ${maxUnaskedValues.toLocaleString("en")} values and keys`;
