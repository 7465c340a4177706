/** Indexes of the products; look-ups by id go by _id. */
export const up = async (db) => {
  await db.collection('products').createIndexes([
    // Read by slug; a slug names one product.
    { key: { slug: 1 }, name: 'slug', unique: true },
    // Carts, orders and the inventory ask by SKU; a SKU belongs to one product.
    { key: { 'variants.sku': 1 }, name: 'sku', unique: true },
    // Every list: all, by category, by word (listKeys), and each of these by its sort; ties by _id.
    { key: { status: 1, listKeys: 1, _id: -1 }, name: 'list_newest' },
    { key: { status: 1, listKeys: 1, priceFromMinor: 1, _id: 1 }, name: 'list_price' },
    { key: { status: 1, listKeys: 1, nameKey: 1, _id: 1 }, name: 'list_name' },
  ]);
};

export const down = async (db) => {
  await db.collection('products').dropIndexes();
};
