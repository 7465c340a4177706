/**
 * The columns of our own product CSV: one row per variant; what the variants share stands in the first row of a
 * product. Texts that would run as a formula have an apostrophe before them.
 */
export const SHOP_CSV_COLUMNS = [
  'slug',
  'status',
  'name_en',
  'name_ar',
  'description_en',
  'description_ar',
  'categories',
  'tags',
  'attributes',
  'image_urls',
  'image_alts_en',
  'image_alts_ar',
  'sku',
  'active',
  'option1_name',
  'option1_value',
  'option2_name',
  'option2_value',
  'option3_name',
  'option3_value',
  'price',
  'compare_at_price',
  'currency',
  'weight_grams',
  'tax_class',
  'barcode',
  'stock',
] as const;

export type ShopCsvCells = Partial<Record<(typeof SHOP_CSV_COLUMNS)[number], string>>;
