import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';
import { type Role, ROLES } from '../../../common/auth/access.js';
import { Omittable } from '../../../common/http/omittable.decorator.js';
import { PageQuery } from '../../../common/http/pagination.js';

export class ListUsersQuery extends PageQuery {
  @ApiPropertyOptional({ type: String, description: 'The beginning of the e-mail address' })
  @Omittable()
  @IsString()
  @Length(1, 254)
  email?: string;

  @ApiPropertyOptional({ enum: ROLES })
  @Omittable()
  @IsIn(ROLES)
  role?: Role;
}
