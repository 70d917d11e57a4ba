// Controls (C0, C1), formats and bidirectional overrides, what has no glyph of its own, and blanks that are no space.
const hidden =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/** The text with everything that does not show, or changes how its surroundings show, as `\u` escapes. */
export function visibleText(text: string): string {
  return text.replaceAll(hidden, escaped);
}

/** As `visibleText`, for text of several lines. */
export function visibleLines(text: string): string {
  return text
    .split(/\r\n|\n/)
    .map(visibleText)
    .join("\n");
}

/** As `visibleText`, cut after so many characters of the text. */
export function shortVisibleText(text: string, maxCharacters: number): string {
  const excess = text.length - maxCharacters;
  const end = excess > 0 ? ` … ${excess} more characters` : "";
  return visibleText(text.slice(0, maxCharacters)) + end;
}

/** A character as `\u` escapes. */
export function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => escapeOf(character, index)).join(
    "",
  );
}

function escapeOf(character: string, index: number): string {
  return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
}
