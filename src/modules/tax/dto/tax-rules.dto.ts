import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsISO31661Alpha2, IsObject, IsString, IsUppercase } from 'class-validator';
import { TAX_ROUNDINGS, type RateTable, type TaxRounding, type TaxRules } from '../domain/tax-rules.js';

const RATES = {
  type: 'object',
  additionalProperties: { type: 'integer', minimum: 0, maximum: 10_000 },
} as const;

/** class-transformer leaves out keys that every object has, such as toString; the check must see them to refuse them. */
const Verbatim = (): PropertyDecorator =>
  Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key]);

/** Request and response; what the tables of rates hold is checked by `checkTaxRules`. */
export class TaxRulesDto implements TaxRules {
  @ApiProperty({ type: String, example: 'EG', description: 'ISO 3166-1 alpha-2; `classes` are its rates' })
  @IsISO31661Alpha2()
  @IsUppercase()
  homeCountry: string;

  @ApiProperty({ type: Boolean, description: 'Whether unit prices and shipping prices contain their tax' })
  @IsBoolean()
  pricesIncludeTax: boolean;

  @ApiProperty({
    type: String,
    enum: TAX_ROUNDINGS,
    description: 'per_total rounds once for all lines of a rate and shares the tax out among them',
  })
  @IsIn(TAX_ROUNDINGS)
  rounding: TaxRounding;

  @ApiProperty({
    ...RATES,
    example: { standard: 1400, reduced: 500, zero: 0 },
    description: 'Every class that a product may have, with its rate in basis points; `standard` among them',
  })
  @Verbatim()
  @IsObject()
  classes: RateTable;

  @ApiProperty({
    type: 'object',
    additionalProperties: RATES,
    example: { SA: { standard: 1500, zero: 0 } },
    description:
      'Rates of other countries by ISO 3166-1 code. A class that one does not name has its standard rate; ' +
      'a country that is not named is taxed as at home',
  })
  @Verbatim()
  @IsObject()
  countries: Record<string, RateTable>;

  @ApiProperty({ type: String, example: 'standard', description: 'The class of what delivery costs' })
  @IsString()
  shippingClass: string;
}
