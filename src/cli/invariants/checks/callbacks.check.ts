import { byIds, collection } from '../collections.js';
import { type Check, isOverdue } from '../violation.js';

/** I3 and I6: every callback that was acknowledged is applied in time. */
export const checkCallbacks: Check = async function* (scope, only) {
  const waiting = collection(scope.db, 'callback_inbox')
    .find(
      { ...byIds(only), nextAttemptAt: { $exists: true } },
      { projection: { nextAttemptAt: 1, attempts: 1 } },
    )
    .sort({ nextAttemptAt: 1 });
  for await (const { _id, nextAttemptAt, attempts } of waiting) {
    if (!isOverdue(nextAttemptAt, scope)) return;
    yield {
      invariant: 'I6',
      what: `A callback has been due since ${nextAttemptAt?.toISOString()} after ${attempts} tries`,
      hint: 'Is the sweeper running? The log says why it fails',
      where: { callback: _id },
      anchor: _id,
    };
  }
};
