import { GoodsMissingError, IllegalTransitionError } from '../order.errors.js';
import { cancelUnits } from './cancel-order.js';
import { allOpen, count, requireOpen, shareMinor } from './change-lines.js';
import { completion } from './complete-order.js';
import { fulfilmentStatusOf } from './fulfilment-state.js';
import type { Effect, FulfilmentState, LineQuantity, OrderState, Step } from './order.js';

export interface Parcel {
  /** The same for every repeat of the request. */
  id: string;
  /** Undefined for everything that is open. */
  lines?: LineQuantity[] | undefined;
  carrier?: string | undefined;
  trackingNumber?: string | undefined;
  trackingUrl?: string | undefined;
  at: Date;
}

/**
 * Hands units to the carrier.
 * @throws {IllegalTransitionError} an order that is not confirmed, or not paid though it should be
 * @throws {GoodsMissingError} units that are backordered and have not come in
 * @throws {UnknownLineError} @throws {LinesNotOpenError}
 */
export function fulfilOrder(order: OrderState, parcel: Parcel): Step {
  const isCash = order.paymentMethod === 'cod';
  if (order.status !== 'confirmed' || (!isCash && order.payment.capturedMinor === 0)) {
    throw new IllegalTransitionError('fulfilled', order);
  }
  const units = parcel.lines === undefined ? allOpen(order.lines) : requireOpen(order.lines, parcel.lines);
  if (units.length === 0) throw new IllegalTransitionError('fulfilled', order);
  requireGoods(order, units);
  const lines = count(order.lines, 'fulfilledQuantity', units);
  const { id, carrier, trackingNumber, trackingUrl, at } = parcel;
  const fulfilment = {
    id,
    lines: units,
    status: 'shipped' as const,
    amountMinor: shareMinor(order.lines, units) + deliveryShareMinor(order),
    ...(carrier !== undefined && { carrier }),
    ...(trackingNumber !== undefined && { trackingNumber }),
    ...(trackingUrl !== undefined && { trackingUrl }),
    shippedAt: at,
  };
  return {
    to: { fulfilmentStatus: fulfilmentStatusOf({ lines, fulfilments: [...order.fulfilments, fulfilment] }) },
    set: { lines },
    push: { fulfilments: fulfilment },
    effects: [{ kind: 'mail', template: 'order_shipped', fulfilmentId: id }],
  };
}

/** A parcel has arrived; of a cash order the courier brings its amount. @throws {IllegalTransitionError} */
export function deliverParcel(order: OrderState, fulfilmentId: string, at: Date): Step {
  const { fulfilments, parcel } = underway(order, fulfilmentId, { status: 'delivered', deliveredAt: at });
  const fulfilmentStatus = fulfilmentStatusOf({ lines: order.lines, fulfilments });
  const effects: Effect[] = [{ kind: 'mail', template: 'order_delivered', fulfilmentId }];
  if (order.paymentMethod === 'cod' && parcel.amountMinor > 0) {
    effects.unshift({ kind: 'payment.collect', fulfilmentId, amountMinor: parcel.amountMinor });
  }
  return {
    to: { fulfilmentStatus, status: completion({ ...order, fulfilmentStatus }) },
    set: { fulfilments },
    effects,
  };
}

/** The customer did not take a parcel: its units come back and are cancelled. @throws {IllegalTransitionError} */
export function refuseParcel(
  order: OrderState,
  fulfilmentId: string,
  refusal: { actor: string; reason?: string | undefined; at: Date },
): Step {
  const { fulfilments, parcel } = underway(order, fulfilmentId, { status: 'refused', refusedAt: refusal.at });
  const lines = count(
    order.lines,
    'fulfilledQuantity',
    parcel.lines.map(({ sku, quantity }) => ({ sku, quantity: -quantity })),
  );
  const back = { ...order, lines, fulfilments };
  const isWhole =
    allOpen(count(lines, 'cancelledQuantity', parcel.lines)).length === 0 &&
    fulfilments.every(({ status }) => status === 'refused');
  const step = cancelUnits(back, {
    ...refusal,
    id: fulfilmentId,
    units: parcel.lines,
    amountMinor: parcel.amountMinor,
    isWhole,
    first: 'quantity',
  });
  return { ...step, set: { ...step.set, fulfilments } };
}

/** The delivery is charged with the first parcel; when that is refused, it is waived. */
function deliveryShareMinor({ fulfilments, shipping }: OrderState): number {
  return fulfilments.length > 0 ? 0 : shipping.grossMinor;
}

function underway(order: OrderState, id: string, change: Partial<FulfilmentState> & Record<string, unknown>) {
  const parcel = order.fulfilments.find((candidate) => candidate.id === id);
  if (parcel?.status !== 'shipped') throw new IllegalTransitionError(String(change.status), order);
  const fulfilments = order.fulfilments.map((candidate) =>
    candidate === parcel ? { ...candidate, ...change } : candidate,
  );
  return { fulfilments, parcel };
}

function requireGoods(order: OrderState, units: LineQuantity[]): void {
  const missing = units
    .map(({ sku, quantity }) => {
      const line = order.lines.find((candidate) => candidate.sku === sku)!;
      const inHand = order.allocations
        .filter((allocation) => allocation.sku === sku)
        .reduce((sum, allocation) => sum + allocation.quantity, 0);
      return { sku, wanted: quantity, ready: inHand - line.fulfilledQuantity };
    })
    .filter(({ wanted, ready }) => wanted > ready);
  if (missing.length > 0) throw new GoodsMissingError(missing);
}
