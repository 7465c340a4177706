/** Indexes of the stock. */
export const up = async (db) => {
  await db.collection('stock_items').createIndexes([
    // Every read and write of a stock item; one document per SKU.
    { key: { sku: 1 }, name: 'sku', unique: true },
    // Sweeper: reservations whose time has passed.
    { key: { 'reservations.expiresAt': 1 }, name: 'reservations_expiry' },
  ]);
};

export const down = async (db) => {
  await db.collection('stock_items').dropIndexes();
};
