import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn } from 'class-validator';
import { type Role, ROLES } from '../../../common/auth/access.js';
import { Omittable } from '../../../common/http/omittable.decorator.js';

export class UpdateUserDto {
  @ApiPropertyOptional({ enum: ROLES })
  @Omittable()
  @IsIn(ROLES)
  role?: Role;

  @ApiPropertyOptional({ type: Boolean, description: 'True ends all sessions and lets nobody sign in' })
  @Omittable()
  @IsBoolean()
  disabled?: boolean;
}
