import { ApiProperty } from '@nestjs/swagger';
import type { Governorate } from '../domain/governorates.js';

export class GovernorateResponse implements Governorate {
  @ApiProperty({ type: String, example: 'EG-C', description: 'ISO 3166-2:EG' })
  code: string;

  @ApiProperty({ type: String, example: 'Cairo' })
  en: string;

  @ApiProperty({ type: String, example: 'القاهرة' })
  ar: string;
}

export class GovernorateListResponse {
  @ApiProperty({ type: [GovernorateResponse] })
  items: readonly GovernorateResponse[];
}
