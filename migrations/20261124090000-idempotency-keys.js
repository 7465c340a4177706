/** Indexes of the idempotency keys; look-ups go by _id. */
export const up = async (db) => {
  await db.collection('idempotency_keys').createIndexes([
    // Clean-up only: a key is kept for 48 hours, longer than any client repeats.
    { key: { createdAt: 1 }, name: 'ttl', expireAfterSeconds: 172_800 },
  ]);
};

export const down = async (db) => {
  await db.collection('idempotency_keys').dropIndexes();
};
