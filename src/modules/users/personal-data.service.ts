import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { AddressesService } from './addresses.service.js';
import { PersonalDataHolders } from './personal-data.js';
import { SessionRepository } from './session.repository.js';
import { UserWorker } from './user-worker.service.js';
import { AdminErasureError, UserNotFoundError } from './user.errors.js';
import { toUserResponse } from './user.mapper.js';
import { UserRepository } from './user.repository.js';

/** What the law gives users a right to: a copy of their data, and its erasure. */
@Injectable()
export class PersonalDataService {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly addresses: AddressesService,
    private readonly holders: PersonalDataHolders,
    private readonly worker: UserWorker,
    private readonly clock: Clock,
  ) {}

  /** Everything that the shop knows of the user. */
  async export(userId: string): Promise<Record<string, unknown>> {
    const now = this.clock.now();
    const [user, addresses, sessions, rest] = await Promise.all([
      this.users.findById(userId),
      this.addresses.list(userId),
      this.sessions.list(userId, now),
      this.holders.exportAll(userId),
    ]);
    if (user === null) throw new UserNotFoundError();
    return {
      exportedAt: now.toISOString(),
      user: toUserResponse(user),
      addresses,
      sessions: sessions.map(({ id, userAgent, createdAt, lastUsedAt }) => ({
        id: id.toHexString(),
        userAgent,
        createdAt,
        lastUsedAt,
      })),
      ...rest,
    };
  }

  /**
   * Erases the person: at once in the account, which can no longer be used, and soon after in what must be kept, such as
   * orders. Repeating it changes nothing. @throws {AdminErasureError}
   */
  async erase(userId: string): Promise<void> {
    const isErased = await this.users.erase(userId, this.clock.now());
    if (!isErased && (await this.users.findById(userId)) !== null) throw new AdminErasureError();
    this.worker.start(userId);
  }
}
