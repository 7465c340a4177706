import { ApiProperty } from '@nestjs/swagger';
import { type Role, ROLES } from '../../../common/auth/access.js';
import { PageResponse } from '../../../common/http/pagination.js';
import { type Locale, LOCALES } from '../../../common/mail/letter.js';

export class UserResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String, format: 'email' })
  email: string;

  @ApiProperty({ type: Boolean })
  emailVerified: boolean;

  @ApiProperty({
    type: String,
    format: 'email',
    nullable: true,
    description: 'Takes the place of email once the link in the mail to it has been followed',
  })
  pendingEmail: string | null;

  @ApiProperty({ enum: ROLES })
  role: Role;

  @ApiProperty({ type: String })
  firstName: string;

  @ApiProperty({ type: String })
  lastName: string;

  @ApiProperty({ type: String, nullable: true })
  phone: string | null;

  @ApiProperty({ enum: LOCALES, description: 'Language of the mails' })
  locale: Locale;

  @ApiProperty({ type: Boolean, description: 'Locked by staff' })
  disabled: boolean;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;
}

export class UserPageResponse extends PageResponse {
  @ApiProperty({ type: [UserResponse] })
  items: UserResponse[];
}
