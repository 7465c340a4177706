/** The category tree is one document, read and written by its _id, so it needs no index; it begins empty. */
export const up = async (db) => {
  await db
    .collection('category_trees')
    .updateOne(
      { _id: 'shop' },
      { $setOnInsert: { categories: [], revision: 0, createdAt: new Date(), updatedAt: new Date() } },
      { upsert: true },
    );
};

export const down = async (db) => {
  await db.collection('category_trees').deleteOne({ _id: 'shop', categories: { $size: 0 } });
};
