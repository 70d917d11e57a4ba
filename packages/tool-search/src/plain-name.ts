const separators = /[^\p{L}\p{N}]+/gu;

/** A name in lower case without separators: the same for `read_file`, `readFile` and `Read file`. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(separators, "");
}
