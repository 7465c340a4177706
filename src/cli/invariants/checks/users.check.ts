import type { UserRecord } from '../../../modules/users/user.schema.js';
import { byIds, collection } from '../collections.js';
import { repeated } from '../streams.js';
import { type Check, type Finding, isOverdue, type Scope } from '../violation.js';

/** I9 of every account, and I6 of its outbox. */
export const checkUsers: Check = async function* (scope, only) {
  const users = collection(scope.db, 'users')
    .find(byIds(only), { projection: { sessions: 1, outbox: 1, disabledAt: 1, erasedAt: 1 } })
    .sort({ _id: 1 });
  for await (const user of users) {
    const where = { user: user._id.toHexString() };
    for (const finding of [...sessions(user), ...leftovers(user, scope)]) {
      yield { ...finding, where, anchor: user._id };
    }
  }
};

function sessions({ sessions, disabledAt, erasedAt }: UserRecord): Finding[] {
  const hint = 'End the sessions of the account: POST /v1/auth/logout-all';
  const ids = repeated(sessions.flatMap(({ id, familyHash }) => [id.toHexString(), familyHash]));
  const live = repeated(
    sessions.flatMap(({ tokenHash, previous }) => [tokenHash, previous?.hash ?? []].flat()),
  );
  const isLocked = disabledAt !== undefined || erasedAt !== undefined;
  return [
    ...(ids.length > 0
      ? [
          {
            invariant: 'I9' as const,
            what: `A family of refresh tokens is there twice: ${ids.join(', ')}`,
            hint,
          },
        ]
      : []),
    ...(live.length > 0
      ? [{ invariant: 'I9' as const, what: 'A refresh token that was replaced is still the live one', hint }]
      : []),
    ...(isLocked && sessions.length > 0
      ? [{ invariant: 'I9' as const, what: 'An account that is locked or erased is signed in', hint }]
      : []),
  ];
}

function leftovers({ outbox }: UserRecord, scope: Scope): Finding[] {
  const [overdue] = outbox.filter(({ dueAt }) => isOverdue(dueAt, scope));
  if (overdue === undefined) return [];
  return [
    {
      invariant: 'I6',
      what: `${overdue.effect} has been due since ${overdue.dueAt.toISOString()}`,
      hint: 'Is the sweeper running? The log says why it fails',
    },
  ];
}
