import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsString, Length, Matches, MaxLength } from 'class-validator';
import { PHONE_PATTERN } from '../../../common/dto/address.dto.js';
import { Omittable } from '../../../common/http/omittable.decorator.js';
import { type Locale, LOCALES } from '../../../common/mail/letter.js';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../users/index.js';

/** Bounds the work on a text that may be a password; the password policy says more. */
const MAX_SECRET = 512;
const NEW_PASSWORD = {
  type: String,
  format: 'password',
  minLength: MIN_PASSWORD_LENGTH,
  maxLength: MAX_PASSWORD_LENGTH,
  description: 'Not one that is tried first, and not made of the own name or address',
};

export class EmailDto {
  @ApiProperty({ type: String, format: 'email', example: 'mona@example.com' })
  @IsEmail()
  @MaxLength(254)
  email: string;
}

export class LoginDto extends EmailDto {
  @ApiProperty({ type: String, format: 'password' })
  @IsString()
  @Length(1, MAX_SECRET)
  password: string;
}

export class RegisterDto extends EmailDto {
  @ApiProperty(NEW_PASSWORD)
  @IsString()
  @Length(1, MAX_SECRET)
  password: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 100, example: 'Mona' })
  @IsString()
  @Length(1, 100)
  firstName: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 100, example: 'Hassan' })
  @IsString()
  @Length(1, 100)
  lastName: string;

  @ApiPropertyOptional({ type: String, example: '+201001234567' })
  @Omittable()
  @IsString()
  @Matches(PHONE_PATTERN, { message: 'phone must be 7 to 19 digits, with an optional leading +' })
  phone?: string;

  @ApiPropertyOptional({
    enum: LOCALES,
    description: 'Language of the mails; by default what Accept-Language prefers',
  })
  @Omittable()
  @IsIn(LOCALES)
  locale?: Locale;
}

export class RefreshTokenDto {
  @ApiProperty({ type: String })
  @IsString()
  @Length(1, MAX_SECRET)
  refreshToken: string;
}

export class LinkTokenDto {
  @ApiProperty({ type: String, description: 'What stands behind token= in the link' })
  @IsString()
  @Length(1, 2048)
  token: string;
}

export class ResetPasswordDto extends LinkTokenDto {
  @ApiProperty(NEW_PASSWORD)
  @IsString()
  @Length(1, MAX_SECRET)
  password: string;
}

export class ChangePasswordDto {
  @ApiProperty({ type: String, format: 'password' })
  @IsString()
  @Length(1, MAX_SECRET)
  currentPassword: string;

  @ApiProperty(NEW_PASSWORD)
  @IsString()
  @Length(1, MAX_SECRET)
  newPassword: string;
}
