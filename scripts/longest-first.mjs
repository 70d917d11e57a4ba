// In a fresh clone no test file's duration is known, and a file's size says little: those that start containers are
// short and take minutes. They go first, so that none of them is alone at the end.
import { BaseSequencer } from "vitest/node";

/** Parts of paths, those of the longest files first, as whole runs took them. */
const slow = [
  "/hostile/podman",
  "/hostile/docker",
  "/hostile/embedded",
  "/tarballs/",
  "/sandbox-runtime/test/",
  "/faults/",
  "/apps/server/test/",
  // What else starts processes, the demo for one.
  "/test/",
  "/mcp-proxy-registry/src/failing-servers",
  "/mcp-proxy-registry/src/url-servers",
  "/mcp-proxy-registry/src/auth/login",
  "/mcp-proxy-registry/src/fault-matrix",
  "/config/src/watch/",
  "/mcp-proxy-registry/",
];

function place({ moduleId }) {
  const found = slow.findIndex((part) => moduleId.includes(part));
  return found === -1 ? slow.length : found;
}

export default class LongestFirst extends BaseSequencer {
  async sort(files) {
    return files.toSorted(
      (one, other) =>
        // Files that share a process do so only where they follow each other.
        Number(one.project.config.isolate === false) -
          Number(other.project.config.isolate === false) || place(one) - place(other),
    );
  }
}
