import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { RateLimitedError } from '../../common/rate-limit/rate-limit.errors.js';
import { ACCOUNT_DELAY, CLIENT_DELAY } from './domain/login-delay.js';
import { LoginAttemptRepository } from './login-attempt.repository.js';

/**
 * Slows guessing down by delays that grow, per client and account and per account. It never locks: a client that has
 * signed in to the account before is only held up by its own mistakes, and resetting the password makes it such a client.
 * Unknown accounts are counted like known ones.
 */
@Injectable()
export class LoginThrottle {
  constructor(
    private readonly attempts: LoginAttemptRepository,
    private readonly clock: Clock,
  ) {}

  /** Asks for one attempt, and counts it as failed until `succeeded` is called. @throws {RateLimitedError} */
  async begin(email: string, network: string): Promise<void> {
    const now = this.clock.now();
    const own = await this.attempts.claim(clientKey(email, network), CLIENT_DELAY, now);
    refuse(own.refusedUntil, now);
    if (own.isTrusted) return;
    const strangers = await this.attempts.claim(accountKey(email), ACCOUNT_DELAY, now);
    refuse(strangers.refusedUntil, now);
  }

  /** The client has proven to be the owner. */
  async succeeded(email: string, network: string): Promise<void> {
    await Promise.all([
      this.attempts.trust(clientKey(email, network), this.clock.now()),
      this.attempts.forget(accountKey(email)),
    ]);
  }
}

function refuse(until: Date | undefined, now: Date): void {
  if (until !== undefined) throw new RateLimitedError(Math.ceil((until.getTime() - now.getTime()) / 1000));
}

function clientKey(email: string, network: string): string {
  return hash('sha256', JSON.stringify([email, network]), 'base64url');
}

function accountKey(email: string): string {
  return hash('sha256', JSON.stringify([email]), 'base64url');
}
