import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { PHONE_PATTERN } from '../../../common/dto/address.dto.js';
import { UserResponse } from '../../users/index.js';

export class LoginDto {
  @ApiProperty({ type: String, format: 'email', example: 'mona@example.com' })
  @IsEmail()
  @MaxLength(254)
  email: string;

  @ApiProperty({ type: String, format: 'password' })
  @IsString()
  @Length(1, 512)
  password: string;
}

export class RegisterDto extends LoginDto {
  @ApiProperty({ type: String, minLength: 1, maxLength: 100, example: 'Mona' })
  @IsString()
  @Length(1, 100)
  firstName: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 100, example: 'Hassan' })
  @IsString()
  @Length(1, 100)
  lastName: string;

  @ApiPropertyOptional({ type: String, example: '+201001234567' })
  @IsOptional()
  @Matches(PHONE_PATTERN, { message: 'phone must be 7 to 19 digits, with an optional leading +' })
  phone?: string;
}

export class RefreshTokenDto {
  @ApiProperty({ type: String })
  @IsString()
  @Length(1, 512)
  refreshToken: string;
}

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
