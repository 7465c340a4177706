/** Indexes of the orders; look-ups of one order go by _id. */
export const up = async (db) => {
  await db.collection('orders').createIndexes([
    // One order per cart: a second placing of the same cart fails on it. Rejected orders have no key.
    {
      key: { cartKey: 1 },
      name: 'cart',
      unique: true,
      partialFilterExpression: { cartKey: { $exists: true } },
    },
    // Number given to people; look-up by number.
    { key: { number: 1 }, name: 'number', unique: true },
    // A customer's orders, newest first.
    { key: { userId: 1, _id: -1 }, name: 'user', partialFilterExpression: { userId: { $exists: true } } },
    // Staff lists by state or address, newest first.
    { key: { status: 1, _id: -1 }, name: 'status' },
    { key: { paymentStatus: 1, _id: -1 }, name: 'payment_status' },
    { key: { fulfilmentStatus: 1, _id: -1 }, name: 'fulfilment_status' },
    { key: { email: 1, _id: -1 }, name: 'email' },
    // Orders that wait for goods, the oldest first.
    {
      key: { isAwaitingGoods: 1, _id: 1 },
      name: 'awaiting_goods',
      partialFilterExpression: { isAwaitingGoods: true },
    },
    // Sweeper: orders whose customer wants to be forgotten.
    { key: { isErasureDue: 1 }, name: 'erasure', partialFilterExpression: { isErasureDue: true } },
    // Sweeper: orders whose time has come.
    { key: { nextWorkAt: 1 }, name: 'work', partialFilterExpression: { nextWorkAt: { $exists: true } } },
  ]);
};

export const down = async (db) => {
  await db.collection('orders').dropIndexes();
};
