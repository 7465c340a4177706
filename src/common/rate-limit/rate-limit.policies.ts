/** How many requests a client may make in a window of time. */
export interface RateLimitPolicy {
  quota: number;
  windowSeconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * The limits by name, per client. Generous enough for the many customers whom a mobile operator hides behind one
 * address; guessing one account's password is slowed by the account's own delay, long before these bite.
 */
export const RATE_LIMIT_POLICIES = {
  register: { quota: 100, windowSeconds: HOUR },
  login: { quota: 300, windowSeconds: 15 * MINUTE },
  refresh: { quota: 600, windowSeconds: 15 * MINUTE },
  /** Requests that send a mail to somebody. */
  mail: { quota: 20, windowSeconds: HOUR },
  /** Links out of mails, which nobody follows often. */
  proof: { quota: 60, windowSeconds: 15 * MINUTE },
  /** Changes that ask a signed-in user for the password once more. */
  reauthentication: { quota: 10, windowSeconds: 15 * MINUTE },
} as const satisfies Record<string, RateLimitPolicy>;

export type RateLimitName = keyof typeof RATE_LIMIT_POLICIES;
