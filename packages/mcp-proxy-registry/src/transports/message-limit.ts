/**
 * Bytes of one message of a server. Reading one costs the host several times as much memory, and what a sandbox gets
 * of it would fill it; a server is to be asked for less, or for a file.
 */
export const mostMessageBytes: number = 128 * 1024 * 1024;

/** What to say of a message beyond the limit, to follow "because". */
export function tooLarge(limit: number): string {
  return `it sent a message of more than ${Math.floor(limit / 1024 / 1024)} MiB; ask for less`;
}

/**
 * Bytes of one message that answers nothing: a notification, or a question, which may hold images. Nobody asked for it, so
 * it is not to take as long as what was asked for.
 */
export const mostUnaskedBytes: number = 16 * 1024 * 1024;
