/** Indexes of the payments, the callbacks' inbox and the saved cards; look-ups of one payment go by _id. */
export const up = async (db) => {
  await db.collection('payments').createIndexes([
    // A callback finds its payment by the provider's order; no two payments share one.
    {
      key: { provider: 1, providerOrderId: 1 },
      name: 'provider_order',
      unique: true,
      partialFilterExpression: { providerOrderId: { $exists: true } },
    },
    // The attempts to pay an order, newest first, and their number.
    { key: { orderId: 1, _id: -1 }, name: 'order' },
    // Sweeper: payments whose time has come.
    { key: { nextWorkAt: 1 }, name: 'work', partialFilterExpression: { nextWorkAt: { $exists: true } } },
  ]);
  await db.collection('callback_inbox').createIndexes([
    // Sweeper: callbacks that were stored but not applied.
    { key: { nextAttemptAt: 1 }, name: 'due', partialFilterExpression: { nextAttemptAt: { $exists: true } } },
    // Clean-up only: an applied callback is kept for 30 days.
    { key: { appliedAt: 1 }, name: 'ttl', expireAfterSeconds: 2_592_000 },
  ]);
  await db.collection('saved_cards').createIndexes([
    // A customer's cards, the latest first.
    { key: { userId: 1, _id: -1 }, name: 'user' },
    // The same card is told of more than once.
    { key: { provider: 1, cardId: 1 }, name: 'card', unique: true },
  ]);
};

export const down = async (db) => {
  await db.collection('payments').dropIndexes();
  await db.collection('callback_inbox').dropIndexes();
  await db.collection('saved_cards').dropIndexes();
};
