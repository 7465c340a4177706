const TATWEEL = /\u0640/g;
const MARKS = /\p{M}/gu;

/** Takes accents, Arabic vowel signs and the tatweel away and makes letters small: `Café` → `cafe`, `قُمَــاش` → `قماش`. */
export function stripMarks(text: string): string {
  // NFKD also splits أ إ آ ؤ ئ into letter and hamza mark, and turns presentation forms into plain letters.
  return text.normalize('NFKD').replace(MARKS, '').replace(TATWEEL, '').normalize('NFC').toLowerCase();
}

/** Letters that people type for one another, and the digits of the Arabic keyboard. */
const SAME_LETTER: Record<string, string> = { ٱ: 'ا', ى: 'ي', ة: 'ه', ک: 'ك', ی: 'ي', ہ: 'ه' };
const SAME_LETTERS = new RegExp(`[${Object.keys(SAME_LETTER).join('')}]`, 'gu');
const ARABIC_DIGIT = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** Makes spellings that a reader takes for the same equal; for comparing and sorting, not for showing. */
export function foldText(text: string): string {
  return stripMarks(text)
    .replace(SAME_LETTERS, (letter) => SAME_LETTER[letter] ?? letter)
    .replace(ARABIC_DIGIT, (digit) => String(digit.charCodeAt(0) & 0xf));
}
