import { ApiProperty } from '@nestjs/swagger';
import { PageResponse } from '../../../common/http/pagination.js';
import { UserResponse } from '../../users/index.js';

export class AuthResponse {
  @ApiProperty({ type: UserResponse })
  user: UserResponse;

  @ApiProperty({ type: String, description: 'Send as Authorization: Bearer …' })
  accessToken: string;

  @ApiProperty({ type: String, description: 'Exchange at POST /v1/auth/refresh; good for one use' })
  refreshToken: string;

  @ApiProperty({ type: 'integer', description: 'Seconds until the access token expires', example: 900 })
  expiresIn: number;
}

export class SessionResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: Boolean, description: 'The session of this very request' })
  isCurrent: boolean;

  @ApiProperty({ type: String, description: 'What the client said it was when it last got a token' })
  userAgent: string;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'When its token was last exchanged' })
  lastUsedAt: string;

  @ApiProperty({ type: String, format: 'date-time' })
  expiresAt: string;
}

export class SessionPageResponse extends PageResponse {
  @ApiProperty({ type: [SessionResponse], description: 'All sessions; there is never a next page' })
  items: SessionResponse[];
}
