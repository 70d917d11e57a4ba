// In a fresh clone no test file's duration is known, and a file's size says little: those that start containers are
// short and take minutes. They go first, so that none of them is alone at the end.
import { BaseSequencer } from "vitest/node";

const slow = [
  "/hostile/podman",
  "/hostile/docker",
  "/hostile/embedded",
  "/sandbox-runtime/test/",
  "/apps/server/test/",
  "/tarballs/",
];

function place({ moduleId }) {
  const found = slow.findIndex((part) => moduleId.includes(part));
  return found === -1 ? slow.length : found;
}

export default class LongestFirst extends BaseSequencer {
  async sort(files) {
    return files.toSorted((one, other) => place(one) - place(other));
  }
}
