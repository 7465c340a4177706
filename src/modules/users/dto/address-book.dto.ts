import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, Length } from 'class-validator';
import { AddressDto } from '../../../common/dto/address.dto.js';
import { Omittable } from '../../../common/http/omittable.decorator.js';
import { PageResponse } from '../../../common/http/pagination.js';

export class CreateAddressDto extends AddressDto {
  @ApiPropertyOptional({ type: String, maxLength: 50, example: 'Home' })
  @IsOptional()
  @IsString()
  @Length(1, 50)
  label?: string;

  @ApiPropertyOptional({
    type: Boolean,
    description: 'True makes it the default in place of the one before; the first address always is',
  })
  @Omittable()
  @IsBoolean()
  isDefault?: boolean;
}

/** Fields that are left out stay as they are; null takes an optional one away. */
export class UpdateAddressDto extends PartialType(CreateAddressDto, { skipNullProperties: false }) {}

export class UserAddressResponse extends AddressDto {
  @ApiProperty({ type: String })
  id: string;

  @ApiPropertyOptional({ type: String })
  label?: string;

  @ApiProperty({ type: Boolean })
  isDefault: boolean;
}

export class AddressBookResponse extends PageResponse {
  @ApiProperty({ type: [UserAddressResponse], description: 'All addresses; there is never a next page' })
  items: UserAddressResponse[];
}
