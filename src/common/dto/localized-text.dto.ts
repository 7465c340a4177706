import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';
import { Omittable } from '../http/omittable.decorator.js';
import type { LocalizedText } from '../text/localized-text.js';

const MAX_LENGTH = 200;
const SOMETHING_TO_SEE = /[^\s\p{C}]/u;

/** A name or another short text in the shop's languages; the same shape is a request and a response. */
export class LocalizedTextDto implements LocalizedText {
  @ApiProperty({ type: String, minLength: 1, maxLength: MAX_LENGTH, example: 'Cotton T-shirt' })
  @IsString()
  @Length(1, MAX_LENGTH)
  @Matches(SOMETHING_TO_SEE, { message: 'en must have a letter or sign' })
  en: string;

  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: MAX_LENGTH, example: 'تيشيرت قطن' })
  @Omittable()
  @IsString()
  @Length(1, MAX_LENGTH)
  @Matches(SOMETHING_TO_SEE, { message: 'ar must have a letter or sign' })
  ar?: string;
}
