import { parseArgs } from "node:util";

/** What `parseArgs` gives. For `--help`, and for an option that does not exist, the usage is printed and the process ends. */
export function readCommandLine(usage, { options, ...rest }) {
  const read = parsed(usage, {
    ...rest,
    options: { ...options, help: { type: "boolean", short: "h", default: false } },
  });
  if (read.values.help) {
    console.log(usage);
    process.exit(0);
  }
  return read;
}

function parsed(usage, config) {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${error.message.split(". ")[0]}.\n${usage}`);
    return process.exit(2);
  }
}
