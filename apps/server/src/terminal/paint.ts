import { styleText } from "node:util";

/** The colours that messages use, by what they mean. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  doubtful(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

/**
 * Colours where the stream is a terminal that has them, plain text elsewhere. Node asks NO_COLOR, FORCE_COLOR and TERM for us.
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
