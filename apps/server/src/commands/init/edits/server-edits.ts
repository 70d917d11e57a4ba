/** Edits the servers in one file. Each method throws an InitError if the file cannot be edited safely. */
export interface ServerEdits {
  /** The servers by name, as they are written. */
  read(text: string): Record<string, unknown>;
  add(text: string, name: string, entry: object): string;
  remove(text: string, name: string): string;
}
