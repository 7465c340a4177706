import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, Matches } from 'class-validator';

export const ONLINE_METHODS = ['card', 'wallet', 'kiosk'] as const;
export type OnlineMethod = (typeof ONLINE_METHODS)[number];

export class StartPaymentDto {
  @ApiProperty({ type: String, example: '665f1c2e9b1e8a0012345678' })
  @Matches(/^[0-9a-f]{24}$/, { message: 'orderId must be 24 lower-case hex digits' })
  orderId: string;

  @ApiProperty({ enum: ONLINE_METHODS, example: 'card' })
  @IsIn(ONLINE_METHODS)
  method: OnlineMethod;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Keep the card that the customer lets Paymob save; for signed-in customers',
  })
  @IsBoolean()
  saveCard = false;
}
