import { Body, Controller, Delete, Get, Headers, HttpCode, Patch, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiPreconditionFailedResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Authenticated, type AuthenticatedUser, Caller } from '../../common/auth/access.js';
import { optionalIfMatch, versionEtag } from '../../common/http/etag.js';
import { UpdateProfileDto } from './dto/profile.dto.js';
import { UserResponse } from './dto/user.response.js';
import { PersonalDataService } from './personal-data.service.js';
import { ProfileService } from './profile.service.js';
import { toUserResponse, type User } from './user.mapper.js';
import { UsersService } from './users.service.js';

/** The caller's own account. */
@ApiTags('users')
@ApiBearerAuth()
@Authenticated()
@Controller('users/me')
export class ProfileController {
  constructor(
    private readonly users: UsersService,
    private readonly profiles: ProfileService,
    private readonly personalData: PersonalDataService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Read the own account' })
  @ApiOkResponse({ type: UserResponse })
  async find(@Caller() caller: AuthenticatedUser, @Res({ passthrough: true }) response: Response) {
    return answer(await this.users.get(caller.id), response);
  }

  @Patch()
  @ApiOperation({ summary: 'Change the own account' })
  @ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'ETag of the account that the change is based on',
  })
  @ApiOkResponse({ type: UserResponse })
  @ApiConflictResponse({ description: 'The new address has an account' })
  @ApiPreconditionFailedResponse({ description: 'The account has changed since it was read' })
  @ApiUnprocessableEntityResponse({ description: 'The current password is wrong' })
  @ApiTooManyRequestsResponse({ description: 'Too many passwords tried; see Retry-After' })
  async update(
    @Body() { email, currentPassword, ...changes }: UpdateProfileDto,
    @Caller() caller: AuthenticatedUser,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const emailChange = email === undefined ? undefined : { email, currentPassword };
    const version = optionalIfMatch(ifMatch) ?? null;
    return answer(await this.profiles.update(caller.id, changes, emailChange, version), response);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Erase the own account and the personal data in what must be kept' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'The account is an admin’s' })
  async erase(@Caller() caller: AuthenticatedUser): Promise<void> {
    await this.personalData.erase(caller.id);
  }

  @Get('export')
  @ApiOperation({ summary: 'Read everything that the shop knows of the caller' })
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  async export(@Caller() caller: AuthenticatedUser, @Res({ passthrough: true }) response: Response) {
    response.attachment('personal-data.json');
    return this.personalData.export(caller.id);
  }
}

function answer(user: User, response: Response): UserResponse {
  response.setHeader('ETag', versionEtag(user.version));
  return toUserResponse(user);
}
