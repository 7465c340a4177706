import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Anonymous, Authenticated, type AuthenticatedUser, Caller } from '../../common/auth/access.js';
import { type Locale, LOCALES } from '../../common/mail/letter.js';
import { RateLimited } from '../../common/rate-limit/rate-limited.decorator.js';
import { toUserResponse } from '../users/index.js';
import { type Client, CurrentClient } from './client.js';
import { LoginDto, RefreshTokenDto, RegisterDto } from './dto/auth.dto.js';
import { AuthResponse } from './dto/auth.response.js';
import { LoginService } from './login.service.js';
import { RegistrationService } from './registration.service.js';
import { ACCESS_TOKEN_SECONDS, SessionService, type SignedIn } from './session.service.js';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly registrations: RegistrationService,
    private readonly logins: LoginService,
    private readonly sessions: SessionService,
  ) {}

  @Post('register')
  @Anonymous()
  @RateLimited('register')
  @ApiOperation({ summary: 'Make an account and sign in' })
  @ApiCreatedResponse({ type: AuthResponse })
  @ApiConflictResponse({ description: 'The address has an account' })
  async register(
    @Body() body: RegisterDto,
    @CurrentClient() client: Client,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { email, password, firstName, lastName, phone, locale = preferredLocale(request) } = body;
    const registration = { email, password, firstName, lastName, phone, locale };
    const signedIn = await this.registrations.register(registration, client);
    response.setHeader('Location', '/v1/users/me');
    return answer(signedIn);
  }

  @Post('login')
  @HttpCode(200)
  @Anonymous()
  @RateLimited('login')
  @ApiOperation({ summary: 'Sign in' })
  @ApiOkResponse({ type: AuthResponse })
  @ApiUnauthorizedResponse({ description: 'Wrong address or password' })
  async login(@Body() body: LoginDto, @CurrentClient() client: Client) {
    return answer(await this.logins.login(body.email, body.password, client));
  }

  @Post('refresh')
  @HttpCode(200)
  @Anonymous()
  @RateLimited('refresh')
  @ApiOperation({ summary: 'Exchange a refresh token for a new pair of tokens' })
  @ApiOkResponse({ type: AuthResponse })
  @ApiUnauthorizedResponse({ description: 'The session has ended' })
  async refresh(@Body() body: RefreshTokenDto, @CurrentClient() client: Client) {
    return answer(await this.sessions.refresh(body.refreshToken, client.userAgent));
  }

  @Post('logout')
  @HttpCode(204)
  @Anonymous()
  @ApiOperation({ summary: 'End the session of a refresh token' })
  @ApiNoContentResponse()
  async logout(@Body() body: RefreshTokenDto): Promise<void> {
    await this.sessions.endByToken(body.refreshToken);
  }

  @Post('logout-all')
  @HttpCode(204)
  @Authenticated()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'End all sessions of the account, this one too' })
  @ApiNoContentResponse()
  async logoutAll(@Caller() caller: AuthenticatedUser): Promise<void> {
    await this.sessions.endAll(caller.id);
  }
}

/** The first language of ours that the client asks for: Arabic when it says nothing, English when it wants neither. */
function preferredLocale(request: Request): Locale {
  return LOCALES.find((locale) => locale === request.acceptsLanguages([...LOCALES])) ?? 'en';
}

function answer({ user, accessToken, refreshToken }: SignedIn): AuthResponse {
  return { user: toUserResponse(user), accessToken, refreshToken, expiresIn: ACCESS_TOKEN_SECONDS };
}
