const SPECIAL = /[\\|>=]/g;

/** Makes a text fit to stand in a cell with several: the signs that separate them get a backslash. */
export function escapeText(text: string): string {
  return text.replace(SPECIAL, (sign) => `\\${sign}`);
}

export function unescapeText(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

/** Takes a cell apart at a sign that has no backslash before it; the parts, still escaped, may hold lists of other signs. */
export function splitEscaped(cell: string, separator: '|' | '>' | '='): string[] {
  const parts: string[] = [''];
  for (let i = 0; i < cell.length; i++) {
    const sign = cell.charAt(i);
    if (sign === separator) parts.push('');
    else parts[parts.length - 1] += sign === '\\' ? sign + cell.charAt(++i) : sign;
  }
  return parts.map((part) => part.trim());
}

/** The texts of a cell such as `cotton|summer`; none for an empty one. */
export function splitTexts(cell: string): string[] {
  return cell === '' ? [] : splitEscaped(cell, '|').map(unescapeText);
}
