/** Clean-up of counters: their ends are checked in every query, the indexes remove the remains. Look-ups go by _id. */
export const up = async (db) => {
  for (const collection of ['rate_limits', 'login_attempts']) {
    await db.collection(collection).createIndex({ expiresAt: 1 }, { name: 'ttl', expireAfterSeconds: 0 });
  }
};

export const down = async (db) => {
  for (const collection of ['rate_limits', 'login_attempts']) await db.collection(collection).dropIndexes();
};
