import { ApiProperty } from '@nestjs/swagger';

export class SavedCardResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String, example: 'MasterCard' })
  brand: string;

  @ApiProperty({ type: String, example: '2346' })
  lastFour: string;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;
}

export class SavedCardsResponse {
  @ApiProperty({ type: [SavedCardResponse] })
  items: SavedCardResponse[];
}
