/** How failed attempts slow the next ones down. */
export interface DelayPolicy {
  /** Attempts that cost nothing. */
  free: number;
  /** After the first attempt beyond; each further one doubles it. */
  firstMs: number;
  longestMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** One client at one account: 5 typing errors, then 1 s, 2 s, 4 s … 15 min. */
export const CLIENT_DELAY: DelayPolicy = { free: 5, firstMs: SECOND, longestMs: 15 * MINUTE };

/**
 * All clients that have never signed in to the account, together: stops guessing from thousands of addresses.
 * Clients that have are not held up by it, so nobody can lock the owner out.
 */
export const ACCOUNT_DELAY: DelayPolicy = { free: 20, firstMs: SECOND, longestMs: MINUTE };

/** How long to wait after so many failed attempts. */
export function delayAfter(failures: number, policy: DelayPolicy): number {
  if (failures < policy.free) return 0;
  return Math.min(policy.longestMs, policy.firstMs * 2 ** (failures - policy.free));
}
