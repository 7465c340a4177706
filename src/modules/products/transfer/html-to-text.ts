const LINE_BREAK = /<br\s*\/?>|<\/(?:p|div|li|h[1-6]|tr|ul|ol)>/gi;
const INVISIBLE = /<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)|<!--[\s\S]*?(?:-->|$)/gi;
const TAG = /<\/?[a-z][^<>]*>?/gi;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi;
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/**
 * Turns HTML into the plain text that descriptions are stored as: tags go, line breaks and characters stay.
 * The result is text and must be escaped by whoever shows it, as any text; nothing relies on this to be safe.
 */
export function htmlToText(html: string): string {
  return html
    .replace(INVISIBLE, '')
    .replace(LINE_BREAK, '\n')
    .replace(TAG, '')
    .replace(ENTITY, (entity, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? entity;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
    })
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
