import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { PHONE_PATTERN } from '../../../common/dto/address.dto.js';
import { Omittable } from '../../../common/http/omittable.decorator.js';
import { type Locale, LOCALES } from '../../../common/mail/letter.js';

export class UpdateProfileDto {
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 100 })
  @Omittable()
  @IsString()
  @Length(1, 100)
  firstName?: string;

  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 100 })
  @Omittable()
  @IsString()
  @Length(1, 100)
  lastName?: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Null takes the number away' })
  @IsOptional()
  @IsString()
  @Matches(PHONE_PATTERN, { message: 'phone must be 7 to 19 digits, with an optional leading +' })
  phone?: string | null;

  @ApiPropertyOptional({ enum: LOCALES })
  @Omittable()
  @IsIn(LOCALES)
  locale?: Locale;

  @ApiPropertyOptional({
    type: String,
    format: 'email',
    description: 'Needs currentPassword; counts when the link that is mailed to it has been followed',
  })
  @Omittable()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  @ApiPropertyOptional({ type: String, format: 'password' })
  @Omittable()
  @IsString()
  @Length(1, 512)
  currentPassword?: string;
}
