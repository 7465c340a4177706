import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
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
import type { Response } from 'express';
import { Anonymous, Authenticated, type AuthenticatedUser, Caller } from '../../common/auth/access.js';
import { SessionRepository, toUserResponse } from '../users/index.js';
import { AuthService, type SignedIn } from './auth.service.js';
import { AuthResponse, LoginDto, RefreshTokenDto, RegisterDto } from './dto/auth.dto.js';
import { ACCESS_TOKEN_SECONDS, SessionService } from './session.service.js';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly sessions: SessionService,
    private readonly storedSessions: SessionRepository,
  ) {}

  @Post('register')
  @Anonymous()
  @ApiOperation({ summary: 'Make an account and sign in' })
  @ApiCreatedResponse({ type: AuthResponse })
  @ApiConflictResponse({ description: 'The address has an account' })
  async register(
    @Body() body: RegisterDto,
    @Headers('user-agent') userAgent = '',
    @Res({ passthrough: true }) response: Response,
  ) {
    response.setHeader('Location', '/v1/users/me');
    return answer(await this.auth.register(body, client(userAgent)));
  }

  @Post('login')
  @HttpCode(200)
  @Anonymous()
  @ApiOperation({ summary: 'Sign in' })
  @ApiOkResponse({ type: AuthResponse })
  @ApiUnauthorizedResponse({ description: 'Wrong address or password' })
  async login(@Body() body: LoginDto, @Headers('user-agent') userAgent = '') {
    return answer(await this.auth.login(body.email, body.password, client(userAgent)));
  }

  @Post('refresh')
  @HttpCode(200)
  @Anonymous()
  @ApiOperation({ summary: 'Exchange a refresh token for a new pair of tokens' })
  @ApiOkResponse({ type: AuthResponse })
  @ApiUnauthorizedResponse({ description: 'The session has ended' })
  async refresh(@Body() body: RefreshTokenDto, @Headers('user-agent') userAgent = '') {
    return answer(await this.auth.refresh(body.refreshToken, client(userAgent)));
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
    await this.storedSessions.removeAll(caller.id);
  }
}

/** What is kept of a User-Agent header. */
function client(userAgent: string): string {
  return userAgent.slice(0, 256);
}

function answer({ user, accessToken, refreshToken }: SignedIn): AuthResponse {
  return {
    user: toUserResponse(user),
    accessToken,
    refreshToken,
    expiresIn: ACCESS_TOKEN_SECONDS,
  };
}
