import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticated, type AuthenticatedUser, Caller } from '../../common/auth/access.js';
import { ParseIdPipe } from '../../common/http/parse-id.pipe.js';
import { SessionPageResponse } from './dto/auth.response.js';
import { SessionService } from './session.service.js';

/** The devices on which the caller is signed in. */
@ApiTags('auth')
@ApiBearerAuth()
@Authenticated()
@Controller('auth/sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionService) {}

  @Get()
  @ApiOperation({ summary: 'List the own sessions' })
  @ApiOkResponse({ type: SessionPageResponse })
  async list(@Caller() caller: AuthenticatedUser): Promise<SessionPageResponse> {
    const sessions = await this.sessions.list(caller.id);
    const items = sessions.map(({ id, userAgent, createdAt, lastUsedAt, expiresAt }) => ({
      id: id.toHexString(),
      isCurrent: id.toHexString() === caller.sessionId,
      userAgent,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    }));
    return { items, nextCursor: null };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a session' })
  @ApiNoContentResponse()
  async remove(@Param('id', ParseIdPipe) id: string, @Caller() caller: AuthenticatedUser): Promise<void> {
    await this.sessions.end(caller.id, id);
  }
}
