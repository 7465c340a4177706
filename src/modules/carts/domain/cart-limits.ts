/** Units of one SKU in a cart. */
export const MAX_LINE_QUANTITY = 999;
/** Different SKUs in a cart. */
export const MAX_LINES = 100;
/** A cart that nobody touches is forgotten after 30 days. */
export const CART_LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
