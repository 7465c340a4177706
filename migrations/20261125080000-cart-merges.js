/** The sweeper finds merges of carts that were begun and not finished. */
export const up = async (db) => {
  await db
    .collection('carts')
    .createIndex({ status: 1 }, { name: 'merging', partialFilterExpression: { status: 'merging' } });
};

export const down = async (db) => {
  await db.collection('carts').dropIndex('merging');
};
