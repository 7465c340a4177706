/** A text in the shop's languages; English is always there. */
export interface LocalizedText {
  en: string;
  ar?: string;
}
