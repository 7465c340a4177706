import { ApiProperty } from '@nestjs/swagger';

export const TIMELINE_KINDS = ['change', 'cancellation', 'shipment', 'delivery', 'refusal', 'note'] as const;

/** Something that happened to an order. */
export class TimelineEntryResponse {
  @ApiProperty({ type: String, format: 'date-time' })
  at: string;

  @ApiProperty({ enum: TIMELINE_KINDS })
  kind: (typeof TIMELINE_KINDS)[number];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Id of a user, `guest`, or the name of a program; staff only',
  })
  actor: string | null;

  @ApiProperty({ type: String, example: 'status: pending → confirmed' })
  text: string;
}

export class TimelineResponse {
  @ApiProperty({ type: [TimelineEntryResponse], description: 'The oldest first' })
  items: TimelineEntryResponse[];
}
