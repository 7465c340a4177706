import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { JwtKeys } from './jwt-keys.js';
import { SignedTokenService } from './signed-token.service.js';

@Module({
  imports: [JwtModule.register({})],
  providers: [JwtKeys, SignedTokenService],
  exports: [SignedTokenService],
})
export class TokensModule {}
