/** Indexes of the stock and of its history. */
export const up = async (db) => {
  await db.collection('stock_items').createIndexes([
    // Every look-up by SKU; one document per SKU, location and shelf; staff's list by SKU.
    { key: { sku: 1, locationCode: 1, shelf: 1 }, name: 'place', unique: true },
    // Staff's list of one location.
    { key: { locationCode: 1, sku: 1 }, name: 'location' },
    // Staff's list of what runs low.
    { key: { sku: 1, locationCode: 1 }, name: 'low', partialFilterExpression: { isLow: true } },
    // Sweeper: reservations whose time has passed.
    { key: { 'reservations.expiresAt': 1 }, name: 'reservations_expiry' },
    // Sweeper: transfers that were begun and not closed.
    {
      key: { 'outgoing.seq': 1 },
      name: 'transfers',
      partialFilterExpression: { 'outgoing.seq': { $exists: true } },
    },
    // Sweeper: further shelves that nobody buys from any more.
    {
      key: { reservationCount: 1 },
      name: 'further_shelves',
      partialFilterExpression: { shelf: { $gt: 0 } },
    },
    // Sweeper: changes of the count that are not in the history yet.
    {
      key: { 'adjustments.id': 1 },
      name: 'unarchived',
      partialFilterExpression: { 'adjustments.id': { $exists: true } },
    },
  ]);
  await db.collection('stock_adjustments').createIndexes([
    // History of a SKU, the newest first.
    { key: { sku: 1, _id: -1 }, name: 'sku' },
  ]);
};

export const down = async (db) => {
  await db.collection('stock_items').dropIndexes();
  await db.collection('stock_adjustments').dropIndexes();
};
