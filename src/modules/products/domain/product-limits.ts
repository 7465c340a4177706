/** With everything else at its limit too, a product still fits into one request body. */
export const MAX_VARIANTS = 60;
export const MAX_OPTIONS = 3;
export const MAX_IMAGES = 20;
export const MAX_CATEGORIES_PER_PRODUCT = 20;
export const MAX_TAGS = 30;
export const MAX_ATTRIBUTES = 50;
export const MAX_DESCRIPTION_LENGTH = 10_000;
/** In minor units; keeps any order's total a safe integer. */
export const MAX_PRICE_MINOR = 100_000_000_000;
export const MAX_WEIGHT_GRAMS = 1_000_000;
