/** Indexes of the users; look-ups of one user, and of a session within, go by _id. */
export const up = async (db) => {
  await db.collection('users').createIndexes([
    // One account per address; sign-in; staff search by the beginning of the address.
    { key: { email: 1 }, name: 'email', unique: true },
    // Staff list by role, newest first.
    { key: { role: 1, _id: -1 }, name: 'role' },
    // The sweeper: work whose time has come.
    {
      key: { 'outbox.dueAt': 1 },
      name: 'work',
      partialFilterExpression: { 'outbox.dueAt': { $exists: true } },
    },
  ]);
};

export const down = async (db) => {
  await db.collection('users').dropIndexes();
};
