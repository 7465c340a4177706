import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { TokensModule } from '../../common/auth/tokens.module.js';
import { CountersModule } from '../../common/counters/counters.module.js';
import { MailModule } from '../../common/mail/mail.module.js';
import { RateLimitModule } from '../../common/rate-limit/rate-limit.module.js';
import { AddressRepository } from './address.repository.js';
import { AddressesController } from './addresses.controller.js';
import { AddressesService } from './addresses.service.js';
import { CredentialRepository } from './credential.repository.js';
import { EmailVerificationService } from './email-verification.service.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { PersonalDataHolders } from './personal-data.js';
import { PersonalDataService } from './personal-data.service.js';
import { ProfileController } from './profile.controller.js';
import { ProfileService } from './profile.service.js';
import { SessionRepository } from './session.repository.js';
import { UserMailer } from './user-mailer.js';
import { UserOutboxRepository } from './user-outbox.repository.js';
import { UserWorker } from './user-worker.service.js';
import { UserStandingRepository } from './user-standing.repository.js';
import { UserRepository } from './user.repository.js';
import { UserRecord, UserSchema } from './user.schema.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [
    MongooseModule.forFeature([{ name: UserRecord.name, schema: UserSchema }]),
    CountersModule,
    MailModule,
    RateLimitModule,
    TokensModule,
  ],
  // The paths under users/me come first, since users/{id} would take `me` for an id.
  controllers: [ProfileController, AddressesController, UsersController],
  providers: [
    UsersService,
    ProfileService,
    EmailVerificationService,
    PersonalDataService,
    AddressesService,
    PersonalDataHolders,
    PasswordHasher,
    UserMailer,
    UserWorker,
    UserRepository,
    UserStandingRepository,
    AddressRepository,
    CredentialRepository,
    SessionRepository,
    UserOutboxRepository,
  ],
  exports: [
    UsersService,
    EmailVerificationService,
    PersonalDataHolders,
    PasswordHasher,
    UserWorker,
    UserRepository,
    CredentialRepository,
    SessionRepository,
  ],
})
export class UsersModule {}
