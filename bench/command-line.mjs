import { parseArgs } from "node:util";

/** What `parseArgs` gives. For `--help`, and for an option that does not exist, the usage is printed and the process ends. */
export function readCommandLine(usage, { options, ...rest }) {
  const help = { type: "boolean", short: "h", default: false };
  try {
    const read = parseArgs({ ...rest, options: { ...options, help } });
    if (!read.values.help) return read;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(`${error.message.split(". ")[0]}.\n${usage}`);
    process.exit(2);
  }
}
