import { Injectable } from '@nestjs/common';
import { IdempotencyInFlightError, IdempotencyKeyReusedError } from './idempotency.errors.js';
import { IdempotencyKeyRepository, type KeyLock } from './idempotency-key.repository.js';
import type { StoredAnswer } from './idempotency-key.schema.js';

/** Longer than any request may take on Lambda, so a lock is only ever taken over from the dead. */
const LEASE_MS = 35_000;

export type Claim = { kind: 'run'; lock: KeyLock } | { kind: 'replay'; answer: StoredAnswer };

/** Decides who works on a key. At most one owner at a time; a finished key always gives the same answer. */
@Injectable()
export class IdempotencyService {
  constructor(private readonly keys: IdempotencyKeyRepository) {}

  /**
   * @throws {IdempotencyKeyReusedError} the key belongs to another request
   * @throws {IdempotencyInFlightError} another owner is at work
   */
  async claim(id: string, fingerprint: string, now = new Date()): Promise<Claim> {
    const lockedUntil = new Date(now.getTime() + LEASE_MS);
    const fresh = await this.keys.insert(id, fingerprint, now, lockedUntil);
    if (fresh !== null) return { kind: 'run', lock: fresh };
    const record = await this.keys.findById(id);
    // Freed between the two calls: its owner was refused just now.
    if (record === null) throw new IdempotencyInFlightError(1);
    if (record.fingerprint !== fingerprint) throw new IdempotencyKeyReusedError();
    if (record.answer !== undefined) return { kind: 'replay', answer: record.answer };
    if (record.lockedUntil > now) {
      throw new IdempotencyInFlightError(
        Math.max(1, Math.ceil((record.lockedUntil.getTime() - now.getTime()) / 1000)),
      );
    }
    const lock = await this.keys.takeOver(id, record.lockToken, lockedUntil);
    if (lock === null) throw new IdempotencyInFlightError(1);
    return { kind: 'run', lock };
  }

  /** @throws {IdempotencyInFlightError} when another owner took over meanwhile; its answer is the one that counts */
  async finish(lock: KeyLock, answer: StoredAnswer): Promise<void> {
    if (!(await this.keys.finish(lock, answer))) throw new IdempotencyInFlightError(1);
  }

  /** After a refusal (4xx): nothing was done, so the key is free again. */
  async forget(lock: KeyLock): Promise<void> {
    await this.keys.remove(lock);
  }

  /** After a failure of ours (5xx): the work may be half done, so a repeat resumes it under the same resource id. */
  async suspend(lock: KeyLock): Promise<void> {
    await this.keys.unlock(lock, new Date());
  }
}
