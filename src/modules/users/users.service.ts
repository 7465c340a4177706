import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import type { Role } from '../../common/auth/access.js';
import { CounterRepository } from '../../common/counters/counter.repository.js';
import { normaliseEmail } from './domain/email.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import type { User } from './user.mapper.js';
import { UserRepository } from './user.repository.js';

export interface SeedUser {
  email: string;
  password: string;
  role: Role;
  firstName: string;
  lastName: string;
}

@Injectable()
export class UsersService {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly counters: CounterRepository,
  ) {}

  async findById(id: string): Promise<User | null> {
    return this.users.findById(id);
  }

  /** For seeds and the command line: makes the account, verified, unless the address has one. Repeating it changes nothing. */
  async createIfAbsent(seed: SeedUser): Promise<User> {
    const email = normaliseEmail(seed.email);
    const existing = await this.users.findByEmail(email);
    if (existing !== null) return existing;
    const created = await this.users.insert(new Types.ObjectId().toHexString(), {
      email,
      emailVerifiedAt: new Date(),
      passwordHash: await this.passwords.hash(seed.password),
      role: seed.role,
      ...(seed.role === 'admin' && { adminRank: await this.counters.next('admin-rank') }),
      firstName: seed.firstName,
      lastName: seed.lastName,
      sessions: [],
    });
    // Somebody else made it just now.
    return created ?? this.createIfAbsent(seed);
  }
}
