import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { Clock } from '../clock/clock.js';
import { RateLimitedError } from './rate-limit.errors.js';
import { RATE_LIMIT_POLICIES, type RateLimitName } from './rate-limit.policies.js';
import { RateLimitRepository } from './rate-limit.repository.js';

/** Where a client stands after a hit. */
export interface RateLimitState {
  quota: number;
  windowSeconds: number;
  /** Negative when the hit was one too many. */
  remaining: number;
  /** Until the window ends and the quota is full again. */
  resetSeconds: number;
}

@Injectable()
export class RateLimitService {
  constructor(
    private readonly counters: RateLimitRepository,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** Counts an act that is not a whole request, such as trying a password. @throws {RateLimitedError} */
  async consume(name: RateLimitName, client: string): Promise<void> {
    const { remaining, resetSeconds } = await this.hit(name, client);
    if (remaining < 0) throw new RateLimitedError(resetSeconds);
  }

  /** Counts a request against a policy. Windows are fixed: they begin at multiples of their length since 1970. */
  async hit(name: RateLimitName, client: string): Promise<RateLimitState> {
    const { quota: base, windowSeconds } = RATE_LIMIT_POLICIES[name];
    const quota = Math.max(1, Math.floor(base * this.config.rateLimitFactor));
    const now = this.clock.now().getTime();
    const window = Math.floor(now / (windowSeconds * 1000));
    const endsAt = (window + 1) * windowSeconds * 1000;
    const id = hash('sha256', JSON.stringify([name, client, window]), 'base64url');
    const hits = await this.counters.hit(id, new Date(endsAt));
    return {
      quota,
      windowSeconds,
      remaining: quota - hits,
      resetSeconds: Math.ceil((endsAt - now) / 1000),
    };
  }
}
