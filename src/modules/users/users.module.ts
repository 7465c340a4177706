import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { CountersModule } from '../../common/counters/counters.module.js';
import { CredentialRepository } from './credential.repository.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { SessionRepository } from './session.repository.js';
import { UserRepository } from './user.repository.js';
import { UserRecord, UserSchema } from './user.schema.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [MongooseModule.forFeature([{ name: UserRecord.name, schema: UserSchema }]), CountersModule],
  providers: [UsersService, PasswordHasher, UserRepository, CredentialRepository, SessionRepository],
  exports: [UsersService, PasswordHasher, UserRepository, CredentialRepository, SessionRepository],
})
export class UsersModule {}
