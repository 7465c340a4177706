import fc from 'fast-check';
import { DomainError } from '../../../common/errors/domain.error.js';
import type { Allocation, AllocationChange } from '../../inventory/index.js';
import { cancelOrder } from './cancel-order.js';
import { deliverParcel, fulfilOrder, refuseParcel } from './fulfil-order.js';
import { fulfilmentStatusOf, openQuantity } from './fulfilment-state.js';
import type { LineQuantity, OrderState, Step } from './order.js';
import { isTransition, type OrderStates } from './order-lifecycle.js';
import { dueMinor, outstandingMinor, overpaidMinor, paymentStatusOf } from './order-money.js';
import { receiveMoney } from './receive-money.js';

interface Life extends OrderState {
  cancellations: { id: string; lines: LineQuantity[]; amountMinor: number }[];
}

/** What one order may be told to do; numbers choose among what there is. */
type Act =
  | { kind: 'authorize' | 'confirmCash' | 'settle' | 'fill' | 'cancelAll' | 'fulfilAll' }
  | { kind: 'capture' | 'refund' | 'deliver' | 'refuse'; choice: number }
  | { kind: 'cancel' | 'fulfil'; choice: number; quantity: number };

const AT = new Date('2027-01-01T00:00:00Z');
const STATE_FIELDS = ['status', 'paymentStatus', 'fulfilmentStatus'] as const;

const units = fc.record({ quantity: fc.nat(4), backordered: fc.nat(3) });
const line = fc
  .record({ pieces: fc.array(units, { minLength: 1, maxLength: 3 }), grossMinor: fc.nat(200_000) })
  .filter(({ pieces }) => pieces.some(({ quantity, backordered }) => quantity + backordered > 0));
const order = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 3 }),
    shippingMinor: fc.nat(9_999),
    paymentMethod: fc.constantFrom('card', 'cod'),
  })
  .map(toLife);
const choice = fc.nat(999_983);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('authorize', 'confirmCash', 'settle', 'fill', 'cancelAll', 'fulfilAll'),
  }),
  fc.record({ kind: fc.constantFrom('capture', 'refund', 'deliver', 'refuse'), choice }),
  fc.record({ kind: fc.constantFrom('cancel', 'fulfil'), choice, quantity: fc.integer({ min: 1, max: 4 }) }),
);

/** Carries out steps as the repository writes them, and checks each of them. */
class Biography {
  private version = 1;
  private parcels = 0;

  constructor(public now: Life) {}

  /** Refusals change nothing. */
  try(decide: (order: Life) => Step): void {
    const before = structuredClone(this.now);
    let step: Step;
    try {
      step = decide(this.now);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      expect(this.now).toEqual(before);
      return;
    }
    this.take(step);
    expect(before).not.toBe(this.now);
  }

  act(choiceOf: Act): void {
    switch (choiceOf.kind) {
      case 'authorize':
        return this.money(({ authorizedMinor, capturedMinor }) =>
          capturedMinor + authorizedMinor > 0 ? null : { authorizedMinor: this.now.totals.grandTotalMinor },
        );
      case 'capture':
        return this.capture(choiceOf.choice);
      case 'refund':
        return this.money(({ capturedMinor, refundedMinor }) => {
          const heldMinor = capturedMinor - refundedMinor;
          return heldMinor === 0
            ? null
            : { refundedMinor: refundedMinor + 1 + (choiceOf.choice % heldMinor) };
        });
      case 'settle':
        return this.settle();
      case 'confirmCash':
        return this.try(confirmCash);
      case 'fill':
        return this.fill();
      case 'cancelAll':
        return this.try((current) => cancelOrder(current, { id: this.nextId(), actor: 'test', at: AT }));
      case 'fulfilAll':
        return this.try((current) => fulfilOrder(current, { id: this.nextId(), at: AT }));
      case 'cancel':
      case 'fulfil':
        return this.inPart(choiceOf);
      case 'deliver':
        return this.deliver(choiceOf.choice);
      case 'refuse':
        return this.try((current) =>
          refuseParcel(current, this.parcel(choiceOf.choice), { actor: 'test', at: AT }),
        );
    }
  }

  /** Money that is not owed any more goes back. */
  settle(): void {
    this.money(({ refundedMinor, capturedMinor }) => {
      const backMinor = overpaidMinor(this.now);
      if (backMinor === 0) return null;
      expect(refundedMinor + backMinor).toBeLessThanOrEqual(capturedMinor);
      return { refundedMinor: refundedMinor + backMinor };
    });
  }

  private inPart({ kind, choice, quantity }: Extract<Act, { quantity: number }>): void {
    const lines = [{ sku: this.now.lines[choice % this.now.lines.length]!.sku, quantity }];
    const id = this.nextId();
    if (kind === 'cancel') this.try((current) => cancelOrder(current, { id, actor: 'test', lines, at: AT }));
    else this.try((current) => fulfilOrder(current, { id, lines, at: AT }));
  }

  private capture(choice: number): void {
    if (this.now.paymentMethod === 'cod') return;
    this.money(({ authorizedMinor, capturedMinor }) => {
      if (authorizedMinor > 0) {
        const nowMinor = 1 + (choice % authorizedMinor);
        return {
          authorizedMinor: authorizedMinor - nowMinor,
          capturedMinor: capturedMinor + nowMinor,
        };
      }
      return capturedMinor > 0 ? null : { capturedMinor: this.now.totals.grandTotalMinor };
    });
  }

  private deliver(choice: number): void {
    const id = this.parcel(choice);
    const wasPaid = this.now.payment.capturedMinor;
    this.try((current) => deliverParcel(current, id, AT));
    const parcel = this.now.fulfilments.find((candidate) => candidate.id === id);
    const isCollected = this.now.paymentMethod === 'cod' && parcel?.status === 'delivered';
    if (isCollected && !this.collected.has(id) && parcel.amountMinor > 0) {
      this.collected.add(id);
      this.money(() => ({ capturedMinor: wasPaid + parcel.amountMinor }));
    }
  }
  private readonly collected = new Set<string>();

  private money(change: (payment: OrderState['payment']) => Partial<OrderState['payment']> | null): void {
    const { status, paymentMethod, payment } = this.now;
    if (status === 'cancelled' && payment.capturedMinor + payment.authorizedMinor === 0) return;
    if (paymentMethod === 'cod' && payment.capturedMinor === 0 && this.collected.size === 0) return;
    const changed = change(payment);
    if (changed === null) return;
    const totals = { ...payment, ...changed };
    if (totals.authorizedMinor + totals.capturedMinor === 0) return;
    this.try((current) => receiveMoney(current, { paymentId: 'p', version: ++this.version, ...totals }));
  }

  private fill(): void {
    const allocations = this.now.allocations.map((allocation) => ({
      ...allocation,
      quantity: allocation.quantity + allocation.backordered,
      backordered: 0,
    }));
    this.take({ to: {}, set: { allocations } });
  }

  private take(step: Step): void {
    const before = this.now;
    const pushed = Object.entries(step.push ?? {}).map(([field, element]) => [
      field,
      [...(before[field as 'fulfilments'] ?? []), element],
    ]);
    this.now = { ...before, ...step.to, ...step.set, ...Object.fromEntries(pushed) } as Life;
    for (const field of STATE_FIELDS) expectEdge(field, before, this.now);
    expectUnitsBack(before, this.now, step);
    expectSound(this.now);
  }

  private parcel(choice: number): string {
    const { fulfilments } = this.now;
    return fulfilments.length === 0 ? 'none' : fulfilments[choice % fulfilments.length]!.id;
  }

  private nextId(): string {
    return `step-${++this.parcels}`;
  }
}

describe('an order under any sequence of acts', () => {
  const lives = fc.tuple(order, fc.array(act, { maxLength: 25 }));

  it('goes along the published graphs, and every amount and unit adds up after each step', () => {
    fc.assert(
      fc.property(lives, ([life, acts]) => {
        const biography = new Biography(life);
        for (const one of acts) biography.act(one);
      }),
      { numRuns: 500 },
    );
  });

  it('holds just what is due, or less, once what is owed back has gone back', () => {
    fc.assert(
      fc.property(lives, ([life, acts]) => {
        const biography = new Biography(life);
        for (const one of acts) biography.act(one);
        biography.settle();
        const { payment } = biography.now;
        expect(overpaidMinor(biography.now)).toBe(0);
        expect(payment.capturedMinor - payment.refundedMinor + outstandingMinor(biography.now)).toBe(
          dueMinor(biography.now),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('brings the whole total in parcels and cancellations, however it is split', () => {
    fc.assert(
      fc.property(
        lives.filter(([{ paymentMethod }]) => paymentMethod === 'cod'),
        ([life, acts]) => {
          const biography = new Biography(life);
          biography.act({ kind: 'confirmCash' });
          for (const one of acts) if (one.kind !== 'refund') biography.act(one);
          biography.act({ kind: 'fill' });
          biography.act({ kind: 'fulfilAll' });
          for (let parcel = 0; parcel < biography.now.fulfilments.length; parcel++) {
            biography.act({ kind: 'deliver', choice: parcel });
          }
          const { fulfilments, cancelledMinor, totals, payment, status } = biography.now;
          const carried = fulfilments
            .filter(({ status: end }) => end === 'delivered')
            .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
          expect(carried + cancelledMinor).toBe(totals.grandTotalMinor);
          expect(payment.capturedMinor).toBe(carried);
          expect(['completed', 'cancelled']).toContain(status);
        },
      ),
      { numRuns: 300 },
    );
  });
});

function expectEdge(field: keyof OrderStates, before: OrderState, after: OrderState): void {
  if (before[field] === after[field]) return;
  expect({
    field,
    from: before[field],
    to: after[field],
    isEdge: isTransition(field, before[field], after[field]),
  }).toMatchObject({ isEdge: true });
}

/** A cancelled unit is taken back from the stock once; nothing else is. */
function expectUnitsBack(before: Life, after: Life, { effects = [] }: Step): void {
  const back = new Map<string, number>();
  for (const effect of effects) {
    if (effect.kind !== 'stock.release' && effect.kind !== 'stock.restock') continue;
    for (const { allocation, to } of effect.changes satisfies AllocationChange[]) {
      expect(Math.min(to.quantity, to.backordered)).toBeGreaterThanOrEqual(0);
      const taken = allocation.quantity - to.quantity + allocation.backordered - to.backordered;
      expect(taken).toBeGreaterThan(0);
      back.set(allocation.sku, (back.get(allocation.sku) ?? 0) + taken);
    }
  }
  for (const [index, { sku, cancelledQuantity }] of after.lines.entries()) {
    expect(back.get(sku) ?? 0).toBe(cancelledQuantity - before.lines[index]!.cancelledQuantity);
  }
}

function expectSound(life: Life): void {
  const { lines, allocations, cancellations, cancelledMinor } = life;
  expect(dueMinor(life)).toBeGreaterThanOrEqual(0);
  expect(cancellations.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(cancelledMinor);
  for (const { amountMinor } of [...cancellations, ...life.fulfilments]) {
    expect(amountMinor).toBeGreaterThanOrEqual(0);
  }
  expect(life.paymentStatus).toBe(paymentStatusOf(life));
  expect(life.fulfilmentStatus).toBe(fulfilmentStatusOf(life));
  for (const current of lines) {
    expect(openQuantity(current)).toBeGreaterThanOrEqual(0);
    const left = allocations
      .filter(({ sku }) => sku === current.sku)
      .reduce((sum, { quantity, backordered }) => sum + quantity + backordered, 0);
    expect(left).toBe(current.quantity - current.cancelledQuantity);
  }
}

function confirmCash({ status, paymentMethod }: OrderState): Step {
  return status === 'pending' && paymentMethod === 'cod' ? { to: { status: 'confirmed' } } : { to: {} };
}

function toLife(generated: {
  lines: { pieces: { quantity: number; backordered: number }[]; grossMinor: number }[];
  shippingMinor: number;
  paymentMethod: string;
}): Life {
  const { shippingMinor, paymentMethod } = generated;
  const skuOf = (index: number) => `SKU-${index}`;
  const allocations: Allocation[] = generated.lines.flatMap(({ pieces }, index) =>
    pieces
      .filter(({ quantity, backordered }) => quantity + backordered > 0)
      .map((piece, shelf) => ({
        itemId: `${index}-${shelf}`,
        sku: skuOf(index),
        locationCode: 'main',
        ...piece,
      })),
  );
  const lines = generated.lines.map(({ pieces, grossMinor }, index) => ({
    sku: skuOf(index),
    quantity: pieces.reduce((sum, { quantity, backordered }) => sum + quantity + backordered, 0),
    grossMinor,
    cancelledQuantity: 0,
    fulfilledQuantity: 0,
  }));
  const itemsMinor = lines.reduce((sum, { grossMinor }) => sum + grossMinor, 0);
  return {
    status: 'pending',
    paymentStatus: 'unpaid',
    fulfilmentStatus: 'unfulfilled',
    paymentMethod,
    lines,
    totals: { grandTotalMinor: itemsMinor + shippingMinor },
    shipping: { grossMinor: shippingMinor },
    payment: { authorizedMinor: 0, capturedMinor: 0, refundedMinor: 0 },
    cancelledMinor: 0,
    goodwillMinor: 0,
    allocations,
    fulfilments: [],
    cancellations: [],
  };
}
