/** Indexes of the carts; look-ups of one cart go by _id. */
export const up = async (db) => {
  await db.collection('carts').createIndexes([
    // Clean-up only: expiry is checked in every query, this removes the remains.
    { key: { expiresAt: 1 }, name: 'ttl', expireAfterSeconds: 0 },
    // A customer's carts: merge at sign-in, deletion of the account.
    {
      key: { userId: 1, updatedAt: -1 },
      name: 'user',
      partialFilterExpression: { userId: { $exists: true } },
    },
  ]);
};

export const down = async (db) => {
  await db.collection('carts').dropIndexes();
};
