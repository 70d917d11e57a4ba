import type { Writable } from "node:stream";
import { styleText } from "node:util";

/** Where the demo is shown: a terminal, a pipe, a file. */
export type Output = Writable & { isTTY?: boolean; hasColors?(): boolean };

/** The parts of what the demo shows. Colour only sets off what is readable without it. */
export interface Printer {
  heading(text: string): void;
  text(text: string): void;
  /** What the model writes. */
  code(code: string): void;
  /** What the model gets back. */
  result(text: string): void;
  /** Labels to the left, numbers to the right. */
  table(rows: readonly (readonly [label: string, value: string])[]): void;
}

export function createPrinter(out: Output): Printer {
  const coloured = out.isTTY === true && out.hasColors?.() === true;
  const style = (format: "bold" | "cyan", text: string): string =>
    coloured ? styleText(format, text) : text;
  const write = (lines: readonly string[]): void => {
    out.write(`${lines.join("\n")}\n\n`);
  };
  return {
    heading: (text) => write([style("bold", text)]),
    text: (text) => write([text]),
    code: (code) => write(code.split("\n").map((line) => `    ${line}`.trimEnd())),
    result: (text) =>
      write(text.split("\n").map((line) => `${style("cyan", "  |")} ${line}`.trimEnd())),
    table(rows) {
      const labelWidth = Math.max(...rows.map(([label]) => label.length));
      const valueWidth = Math.max(...rows.map(([, value]) => value.length));
      write(
        rows.map(
          ([label, value]) => `    ${label.padEnd(labelWidth)}  ${value.padStart(valueWidth)}`,
        ),
      );
    },
  };
}
