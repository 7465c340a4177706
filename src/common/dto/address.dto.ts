import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsISO31661Alpha2, IsOptional, IsString, Length, Matches } from 'class-validator';

/** Digits with the usual separators; the carrier's and Paymob's minimum is a number that can be dialled. */
export const PHONE_PATTERN = /^\+?[0-9][0-9 ()-]{6,18}$/;

/** A postal address of a person, in any script. The same shape is a request, a response and a snapshot in the order. */
export class AddressDto {
  @ApiProperty({ type: String, minLength: 1, maxLength: 100, example: 'Mona' })
  @IsString()
  @Length(1, 100)
  firstName: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 100, example: 'Hassan' })
  @IsString()
  @Length(1, 100)
  lastName: string;

  @ApiProperty({ type: String, example: '+201001234567' })
  @IsString()
  @Matches(PHONE_PATTERN, { message: 'phone must be 7 to 19 digits, with an optional leading +' })
  phone: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 200, example: '12 Tahrir Street' })
  @IsString()
  @Length(1, 200)
  line1: string;

  @ApiPropertyOptional({ type: String, maxLength: 200, example: 'Floor 3, flat 7' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  line2?: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 100, example: 'Cairo' })
  @IsString()
  @Length(1, 100)
  city: string;

  @ApiPropertyOptional({
    type: String,
    maxLength: 100,
    example: 'Cairo',
    description:
      'In Egypt the governorate, in English, Arabic or as ISO 3166-2 code; it decides the shipping zone',
  })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  governorate?: string;

  @ApiPropertyOptional({ type: String, maxLength: 20, example: '11511' })
  @IsOptional()
  @IsString()
  @Length(1, 20)
  postalCode?: string;

  @ApiProperty({ type: String, example: 'EG', description: 'ISO 3166-1 alpha-2' })
  @Transform(({ value }) => (typeof value === 'string' ? value.toUpperCase() : (value as unknown)))
  @IsISO31661Alpha2()
  country: string;
}
