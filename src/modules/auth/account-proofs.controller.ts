import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBadRequestResponse,
  ApiBearerAuth,
  ApiConflictResponse,
  ApiNoContentResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { Anonymous, Authenticated, type AuthenticatedUser, Caller } from '../../common/auth/access.js';
import { RateLimited } from '../../common/rate-limit/rate-limited.decorator.js';
import { EmailVerificationService } from '../users/index.js';
import { type Client, CurrentClient } from './client.js';
import { ChangePasswordDto, EmailDto, LinkTokenDto, ResetPasswordDto } from './dto/auth.dto.js';
import { PasswordService } from './password.service.js';

/** Passwords and addresses, and the mailed links that prove who may change them. */
@ApiTags('auth')
@Controller('auth')
export class AccountProofsController {
  constructor(
    private readonly passwords: PasswordService,
    private readonly verifications: EmailVerificationService,
  ) {}

  @Post('forgot-password')
  @HttpCode(202)
  @Anonymous()
  @RateLimited('mail')
  @ApiOperation({ summary: 'Mail a link to reset the password, if the address has an account' })
  @ApiAcceptedResponse()
  async forgotPassword(@Body() body: EmailDto): Promise<void> {
    await this.passwords.forgot(body.email);
  }

  @Post('reset-password')
  @HttpCode(204)
  @Anonymous()
  @RateLimited('proof')
  @ApiOperation({ summary: 'Set a new password by a mailed link; ends all sessions' })
  @ApiNoContentResponse()
  @ApiBadRequestResponse({ description: 'The link is not valid any more, or the password is refused' })
  async resetPassword(@Body() body: ResetPasswordDto, @CurrentClient() client: Client): Promise<void> {
    await this.passwords.reset(body.token, body.password, client);
  }

  @Post('change-password')
  @HttpCode(204)
  @Authenticated()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Change the own password; ends the other sessions' })
  @ApiNoContentResponse()
  @ApiUnprocessableEntityResponse({ description: 'The current password is wrong' })
  @ApiTooManyRequestsResponse({ description: 'Too many passwords tried; see Retry-After' })
  async changePassword(@Body() body: ChangePasswordDto, @Caller() caller: AuthenticatedUser): Promise<void> {
    await this.passwords.change(caller, body.currentPassword, body.newPassword);
  }

  @Post('verify-email')
  @HttpCode(204)
  @Anonymous()
  @RateLimited('proof')
  @ApiOperation({ summary: 'Verify an e-mail address by a mailed link' })
  @ApiNoContentResponse()
  @ApiBadRequestResponse({ description: 'The link is not valid any more' })
  @ApiConflictResponse({ description: 'Somebody else has made an account with the address meanwhile' })
  async verifyEmail(@Body() body: LinkTokenDto): Promise<void> {
    await this.verifications.verify(body.token);
  }

  @Post('resend-verification')
  @HttpCode(202)
  @Authenticated()
  @RateLimited('mail')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Mail another link to verify the address' })
  @ApiAcceptedResponse()
  async resendVerification(@Caller() caller: AuthenticatedUser): Promise<void> {
    await this.verifications.resend(caller.id);
  }
}
