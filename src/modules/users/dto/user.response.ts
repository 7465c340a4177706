import { ApiProperty } from '@nestjs/swagger';
import { type Role, ROLES } from '../../../common/auth/access.js';

export class UserResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String, format: 'email' })
  email: string;

  @ApiProperty({ type: Boolean })
  emailVerified: boolean;

  @ApiProperty({ enum: ROLES })
  role: Role;

  @ApiProperty({ type: String })
  firstName: string;

  @ApiProperty({ type: String })
  lastName: string;

  @ApiProperty({ type: String, nullable: true })
  phone: string | null;

  @ApiProperty({ type: Boolean, description: 'Locked by staff' })
  disabled: boolean;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;
}
