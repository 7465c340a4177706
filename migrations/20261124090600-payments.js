/** Indexes of the payments and of the callbacks' inbox; look-ups of one payment go by _id. */
export const up = async (db) => {
  await db.collection('payments').createIndexes([
    // A callback finds its payment by the provider's order; no two payments share one.
    {
      key: { provider: 1, providerOrderId: 1 },
      name: 'provider_order',
      unique: true,
      partialFilterExpression: { providerOrderId: { $exists: true } },
    },
    // The attempts to pay an order.
    { key: { orderId: 1, _id: -1 }, name: 'order' },
  ]);
  await db.collection('callback_inbox').createIndexes([
    // Sweeper: callbacks that were stored but not applied.
    { key: { nextAttemptAt: 1 }, name: 'due', partialFilterExpression: { nextAttemptAt: { $exists: true } } },
  ]);
};

export const down = async (db) => {
  await db.collection('payments').dropIndexes();
  await db.collection('callback_inbox').dropIndexes();
};
