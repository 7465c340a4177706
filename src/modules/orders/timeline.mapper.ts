import type { TimelineEntryResponse, TimelineResponse } from './dto/timeline.response.js';
import type { LineQuantity } from './domain/order.js';
import type { OrderRecord } from './order.schema.js';

interface Entry extends Omit<TimelineEntryResponse, 'at'> {
  at: Date;
}

/**
 * All that has happened to an order, the oldest first.
 * @param isStaff staff also see who did it, and the notes that are not for the customer
 */
export function toTimeline(order: OrderRecord, isStaff: boolean): TimelineResponse {
  const entries = [...changes(order), ...cancellations(order), ...parcels(order), ...notes(order, isStaff)];
  return {
    items: entries
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())
      .map(({ at, kind, actor, text }) => ({
        at: at.toISOString(),
        kind,
        actor: isStaff ? actor : null,
        text,
      })),
  };
}

function changes({ history }: OrderRecord): Entry[] {
  return history
    .filter(({ to }) => to !== 'placing')
    .map(({ at, actor, field, from, to, note }) => ({
      at,
      actor,
      kind: 'change',
      text:
        (from === undefined || from === 'placing' ? `${field}: ${to}` : `${field}: ${from} → ${to}`) +
        (note === undefined ? '' : ` (${note})`),
    }));
}

function cancellations(order: OrderRecord): Entry[] {
  return order.cancellations.map(({ at, actor, lines, reason }) => ({
    at,
    actor,
    kind: 'cancellation',
    text: describe(lines) + (reason === undefined ? '' : ` (${reason})`),
  }));
}

function parcels({ fulfilments }: OrderRecord): Entry[] {
  return fulfilments.flatMap(({ lines, carrier, trackingNumber, shippedAt, deliveredAt, refusedAt }) => {
    const text = describe(lines);
    const tracking = [carrier, trackingNumber].filter((part) => part !== undefined).join(' ');
    const shipment: Entry = {
      at: shippedAt,
      actor: null,
      kind: 'shipment',
      text: text + (tracking === '' ? '' : ` (${tracking})`),
    };
    const end: Entry[] = [
      ...(deliveredAt === undefined
        ? []
        : [{ at: deliveredAt, actor: null, kind: 'delivery' as const, text }]),
      ...(refusedAt === undefined ? [] : [{ at: refusedAt, actor: null, kind: 'refusal' as const, text }]),
    ];
    return [shipment, ...end];
  });
}

function notes(order: OrderRecord, isStaff: boolean): Entry[] {
  return order.notes
    .filter(({ isPublic }) => isPublic || isStaff)
    .map(({ at, actor, text }) => ({ at, actor, kind: 'note', text }));
}

function describe(lines: LineQuantity[]): string {
  return lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ');
}
