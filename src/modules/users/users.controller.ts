import { Body, Controller, Get, Headers, Param, Patch, Query, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiPreconditionFailedResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { type AuthenticatedUser, Caller, Roles } from '../../common/auth/access.js';
import { requireIfMatch, versionEtag } from '../../common/http/etag.js';
import { ParseIdPipe } from '../../common/http/parse-id.pipe.js';
import { ListUsersQuery } from './dto/list-users.query.js';
import { UpdateUserDto } from './dto/update-user.dto.js';
import { UserPageResponse, UserResponse } from './dto/user.response.js';
import { toUserResponse, type User } from './user.mapper.js';
import { UsersService } from './users.service.js';

/** All accounts, for the shop's staff. */
@ApiTags('users')
@ApiBearerAuth()
@Roles('admin')
@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @ApiOperation({ summary: 'List users, newest first; with email in the order of addresses' })
  @ApiOkResponse({ type: UserPageResponse })
  async list(@Query() query: ListUsersQuery): Promise<UserPageResponse> {
    const { items, nextCursor } = await this.users.list(
      { emailPrefix: query.email, role: query.role },
      query,
    );
    return { items: items.map(toUserResponse), nextCursor };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a user' })
  @ApiOkResponse({ type: UserResponse })
  async find(@Param('id', ParseIdPipe) id: string, @Res({ passthrough: true }) response: Response) {
    return answer(await this.users.get(id), response);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change role and access of a user' })
  @ApiHeader({
    name: 'If-Match',
    required: true,
    description: 'ETag of the user that the change is based on',
  })
  @ApiOkResponse({ type: UserResponse })
  @ApiConflictResponse({ description: 'The user has been an admin for longer than the caller' })
  @ApiPreconditionFailedResponse({ description: 'The user has changed since it was read' })
  async update(
    @Param('id', ParseIdPipe) id: string,
    @Body() body: UpdateUserDto,
    @Caller() caller: AuthenticatedUser,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    return answer(await this.users.updateStanding(id, body, requireIfMatch(ifMatch), caller.id), response);
  }
}

function answer(user: User, response: Response): UserResponse {
  response.setHeader('ETag', versionEtag(user.version));
  return toUserResponse(user);
}
