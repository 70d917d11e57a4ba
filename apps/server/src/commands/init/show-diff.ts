import { createTwoFilesPatch } from "diff";
import type { Paint } from "../../terminal/paint.ts";
import { maskedText } from "./masked-text.ts";
import type { FileChange } from "./plan.ts";

/** The change as a unified difference, secrets masked. */
export function showDiff(change: FileChange, paint: Paint): string {
  const { path, before, after } = change;
  // The names are added here, since the library would escape non-ASCII letters in them.
  const names = `--- ${before === undefined ? "nothing" : path}\n+++ ${path}\n`;
  const patch = createTwoFilesPatch(
    "",
    "",
    maskedText(before ?? "", change),
    maskedText(after, change),
    undefined,
    undefined,
    { context: 2 },
  );
  return patch
    .replace(/^(?:.*\n)*?(?=@@)/, () => names)
    .trimEnd()
    .split("\n")
    .map((line) => {
      if (line.startsWith("---") || line.startsWith("+++")) return paint.strong(line.trimEnd());
      if (line.startsWith("+")) return paint.good(line);
      if (line.startsWith("-")) return paint.bad(line);
      return line.startsWith("@@") ? paint.faint(line) : line;
    })
    .join("\n");
}
