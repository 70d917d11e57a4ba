import { stripVTControlCharacters } from "node:util";

// One long cell would move the next column of all rows out of sight.
const widest = 60;

/**
 * Formats rows as lines in which each column is as wide as its widest cell of up to 60 characters; a longer cell moves
 * only what follows it. Colour codes do not count.
 */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      const own = width(cell);
      if (own <= widest) widths[index] = Math.max(widths[index] ?? 0, own);
    }
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell + " ".repeat(Math.max(0, (widths[index] ?? 0) - width(cell))))
      .join("  ")
      .trimEnd(),
  );
}

function width(cell: string): number {
  return stripVTControlCharacters(cell).length;
}
