import { Injectable } from '@nestjs/common';
import { newObjectId } from '../../common/persistence/object-id.js';
import type { Role } from '../../common/auth/access.js';
import { Clock } from '../../common/clock/clock.js';
import { CounterRepository } from '../../common/counters/counter.repository.js';
import { ForbiddenError, StaleVersionError } from '../../common/errors/common.errors.js';
import { decodeCursor, isId, isText, type Page, toPage } from '../../common/http/pagination.js';
import { normaliseEmail } from './domain/email.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { SeniorAdminError, UserNotFoundError } from './user.errors.js';
import type { User } from './user.mapper.js';
import { UserRepository } from './user.repository.js';
import { type StandingChanges, type UserFilter, UserStandingRepository } from './user-standing.repository.js';

export interface SeedUser {
  email: string;
  password: string;
  role: Role;
  firstName: string;
  lastName: string;
}

/** Whoever runs commands stands before every admin, whose ranks begin at 1. */
const OPERATOR_RANK = 0;

/** Users as staff and other modules see them. */
@Injectable()
export class UsersService {
  constructor(
    private readonly users: UserRepository,
    private readonly standings: UserStandingRepository,
    private readonly passwords: PasswordHasher,
    private readonly counters: CounterRepository,
    private readonly clock: Clock,
  ) {}

  async findById(id: string): Promise<User | null> {
    return this.users.findById(id);
  }

  /** @throws {UserNotFoundError} */
  async get(id: string): Promise<User> {
    const user = await this.users.findById(id);
    if (user === null) throw new UserNotFoundError();
    return user;
  }

  /** Newest first; when asked for the beginning of an address, in the order of addresses. */
  async list(
    { emailPrefix, role }: UserFilter,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<User>> {
    const prefix = emailPrefix === undefined ? undefined : normaliseEmail(emailPrefix);
    const after =
      cursor === undefined
        ? undefined
        : String(decodeCursor(cursor, [prefix === undefined ? isId : isText])[0]);
    const users = await this.standings.findPage({ emailPrefix: prefix, role }, limit + 1, after);
    return toPage(
      users,
      limit,
      ({ id, email }) => [prefix === undefined ? id : email],
      (user) => user,
    );
  }

  /**
   * Changes role and access of a user on behalf of an admin; a user who is disabled is signed out at once.
   * @throws {StaleVersionError} @throws {UserNotFoundError}
   * @throws {SeniorAdminError} when the user has been an admin for longer than the actor, or is the actor
   */
  async updateStanding(
    id: string,
    { role, disabled }: Pick<StandingChanges, 'role' | 'disabled'>,
    version: number | null,
    actorId: string,
  ): Promise<User> {
    const [user, actor] = await Promise.all([this.get(id), this.users.findById(actorId)]);
    if (actor?.adminRank === undefined) throw new ForbiddenError();
    const isAppointed = role === 'admin' && user.role !== 'admin';
    const adminRank = isAppointed ? await this.counters.next('admin-rank') : undefined;
    const changed = await this.standings.updateStanding(
      id,
      { role, disabled, adminRank },
      version,
      actor.adminRank,
      this.clock.now(),
    );
    if (changed !== null) return changed;
    const current = await this.get(id);
    if (version !== null && current.version !== version) throw new StaleVersionError();
    throw new SeniorAdminError();
  }

  /** For the command line, which no rank binds; null when the address has no account. Repeating it changes nothing. */
  async setRole(email: string, role: Role): Promise<User | null> {
    const user = await this.users.findByEmail(normaliseEmail(email));
    if (user === null || user.role === role) return user;
    const adminRank = role === 'admin' ? await this.counters.next('admin-rank') : undefined;
    return this.standings.updateStanding(user.id, { role, adminRank }, null, OPERATOR_RANK, this.clock.now());
  }

  /** For seeds and the command line: makes the account, verified, unless the address has one. Repeating it changes nothing. */
  async createIfAbsent(seed: SeedUser): Promise<User> {
    const email = normaliseEmail(seed.email);
    const existing = await this.users.findByEmail(email);
    if (existing !== null) return existing;
    const now = this.clock.now();
    const user = {
      email,
      emailVerifiedAt: now,
      passwordHash: await this.passwords.hash(seed.password),
      role: seed.role,
      ...(seed.role === 'admin' && { adminRank: await this.counters.next('admin-rank') }),
      firstName: seed.firstName,
      lastName: seed.lastName,
      locale: 'en' as const,
      sessions: [],
    };
    const created = await this.users.insert(newObjectId().toHexString(), user, now);
    // Somebody else made it just now.
    return created ?? this.createIfAbsent(seed);
  }
}
