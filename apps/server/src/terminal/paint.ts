import { styleText } from "node:util";

/** The colours of messages, by meaning. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  doubtful(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

/**
 * Colours if the stream is a terminal that supports them, otherwise plain text. Node takes NO_COLOR, FORCE_COLOR and
 * TERM into account.
 */
export function paintFor(stream: { hasColors?: (count?: number) => boolean }): Paint {
  const colour = (format: Parameters<typeof styleText>[0]) =>
    stream.hasColors?.() === true
      ? (text: string): string => styleText(format, text, { validateStream: false })
      : (text: string): string => text;
  return {
    good: colour("green"),
    bad: colour("red"),
    doubtful: colour("yellow"),
    strong: colour("bold"),
    faint: colour("dim"),
  };
}
