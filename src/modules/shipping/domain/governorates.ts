/** A governorate of Egypt. */
export interface Governorate {
  /** ISO 3166-2:EG. */
  readonly code: string;
  readonly en: string;
  readonly ar: string;
}

/**
 * All 27 governorates.
 * @see https://www.iso.org/obp/ui/#iso:code:3166:EG
 */
export const GOVERNORATES: readonly Governorate[] = [
  { code: 'EG-C', en: 'Cairo', ar: 'القاهرة' },
  { code: 'EG-GZ', en: 'Giza', ar: 'الجيزة' },
  { code: 'EG-KB', en: 'Qalyubia', ar: 'القليوبية' },
  { code: 'EG-ALX', en: 'Alexandria', ar: 'الإسكندرية' },
  { code: 'EG-BH', en: 'Beheira', ar: 'البحيرة' },
  { code: 'EG-DK', en: 'Dakahlia', ar: 'الدقهلية' },
  { code: 'EG-DT', en: 'Damietta', ar: 'دمياط' },
  { code: 'EG-GH', en: 'Gharbia', ar: 'الغربية' },
  { code: 'EG-KFS', en: 'Kafr El Sheikh', ar: 'كفر الشيخ' },
  { code: 'EG-MNF', en: 'Monufia', ar: 'المنوفية' },
  { code: 'EG-SHR', en: 'Sharqia', ar: 'الشرقية' },
  { code: 'EG-IS', en: 'Ismailia', ar: 'الإسماعيلية' },
  { code: 'EG-PTS', en: 'Port Said', ar: 'بورسعيد' },
  { code: 'EG-SUZ', en: 'Suez', ar: 'السويس' },
  { code: 'EG-FYM', en: 'Faiyum', ar: 'الفيوم' },
  { code: 'EG-BNS', en: 'Beni Suef', ar: 'بني سويف' },
  { code: 'EG-MN', en: 'Minya', ar: 'المنيا' },
  { code: 'EG-AST', en: 'Asyut', ar: 'أسيوط' },
  { code: 'EG-SHG', en: 'Sohag', ar: 'سوهاج' },
  { code: 'EG-KN', en: 'Qena', ar: 'قنا' },
  { code: 'EG-LX', en: 'Luxor', ar: 'الأقصر' },
  { code: 'EG-ASN', en: 'Aswan', ar: 'أسوان' },
  { code: 'EG-BA', en: 'Red Sea', ar: 'البحر الأحمر' },
  { code: 'EG-WAD', en: 'New Valley', ar: 'الوادي الجديد' },
  { code: 'EG-MT', en: 'Matrouh', ar: 'مطروح' },
  { code: 'EG-SIN', en: 'North Sinai', ar: 'شمال سيناء' },
  { code: 'EG-JS', en: 'South Sinai', ar: 'جنوب سيناء' },
];
