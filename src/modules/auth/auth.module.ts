import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { MongooseModule } from '@nestjs/mongoose';
import { TokensModule } from '../../common/auth/tokens.module.js';
import { RateLimitModule } from '../../common/rate-limit/rate-limit.module.js';
import { UsersModule } from '../users/index.js';
import { AccountProofsController } from './account-proofs.controller.js';
import { AuthController } from './auth.controller.js';
import { JwtAuthGuard } from './jwt-auth.guard.js';
import { JwtStrategy } from './jwt.strategy.js';
import { LoginAttemptRepository } from './login-attempt.repository.js';
import { LoginAttemptRecord, LoginAttemptSchema } from './login-attempt.schema.js';
import { LoginThrottle } from './login-throttle.service.js';
import { LoginService } from './login.service.js';
import { PasswordService } from './password.service.js';
import { RegistrationService } from './registration.service.js';
import { RolesGuard } from './roles.guard.js';
import { SessionsController } from './sessions.controller.js';
import { SessionService } from './session.service.js';

/** Who calls and what they may do. Importing it closes every route of the application that carries no mark. */
@Module({
  imports: [
    TokensModule,
    UsersModule,
    RateLimitModule,
    MongooseModule.forFeature([{ name: LoginAttemptRecord.name, schema: LoginAttemptSchema }]),
  ],
  controllers: [AuthController, AccountProofsController, SessionsController],
  providers: [
    RegistrationService,
    LoginService,
    SessionService,
    PasswordService,
    LoginThrottle,
    LoginAttemptRepository,
    JwtStrategy,
    // In this order: the second needs the caller that the first finds.
    { provide: APP_GUARD, useClass: JwtAuthGuard },
    { provide: APP_GUARD, useClass: RolesGuard },
  ],
})
export class AuthModule {}
