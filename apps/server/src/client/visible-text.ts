// Control characters (C0, C1), format characters and bidirectional overrides, characters without a glyph, and blanks
// other than the space.
const hidden =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/**
 * The text with `\u` escapes in place of everything that is invisible or changes how the surrounding text is displayed.
 */
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
