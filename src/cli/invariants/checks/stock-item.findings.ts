import type { mongo } from 'mongoose';
import type { StockItemRecord } from '../../../modules/inventory/stock-item.schema.js';
import { repeated, sum } from '../streams.js';
import { type Finding, isOverdue, type Scope } from '../violation.js';

type Counter = 'onHand' | 'available' | 'reservationCount' | 'owed' | 'backorderable';

/** What can be said of a document of the stock by itself; it holds at every instant, since each change is one update. */
export function stockItemFindings(
  item: StockItemRecord,
  items: mongo.Collection<StockItemRecord>,
  scope: Scope,
): Finding[] {
  return [...counters(item, items), ...ledgers(item), ...flag(item, items), ...leftovers(item, items, scope)];
}

function counters(item: StockItemRecord, items: mongo.Collection<StockItemRecord>): Finding[] {
  const right = rightCounters(item);
  if (right === null) {
    const { received, onHand, available, sold } = item;
    return [
      {
        invariant: 'I1',
        what: `received ${received}, onHand ${onHand}, available ${available} and sold ${sold} contradict each other`,
        hint: 'Count what lies there and set it with PUT /v1/inventory/{sku}',
      },
    ];
  }
  const wrong = (Object.keys(right) as Counter[]).filter((counter) => item[counter] !== right[counter]);
  const negative: Finding[] =
    right.available < 0
      ? [
          {
            invariant: 'I1',
            what: `${-right.available} units more are reserved than lie there`,
            hint: 'More was promised than there is: order goods, or cancel orders',
          },
        ]
      : [];
  if (wrong.length === 0) return negative;
  const what = wrong
    .map((counter) => `${counter} is ${item[counter]} and must be ${right[counter]}`)
    .join(', ');
  return [
    ...negative,
    {
      invariant: 'I1',
      what,
      hint: 'The counters can be rebuilt from the ledger: --repair',
      repair: async () => {
        const { _id, version } = item;
        const result = await items.updateOne({ _id, version }, { $set: right, $inc: { version: 1 } });
        return result.modifiedCount === 1 ? `Rebuilt: ${what}` : null;
      },
    },
  ];
}

/** The counters as the ledgers have them; null when it cannot be said how many units lie there. */
function rightCounters(item: StockItemRecord): Record<Counter, number> | null {
  const { received, sold, onHand, available, reservations, backorderLimit } = item;
  const reserved = sum(reservations, ({ quantity }) => quantity);
  const owed = sum(item.owedTo, ({ quantity }) => quantity);
  const promised = sum(reservations, ({ backordered }) => backordered) + owed;
  // Of two counters that must fit together, the one that fits a third as well is right.
  const lying = [onHand, available + reserved].find((count) => received === count + sold);
  if (lying === undefined) return null;
  return {
    onHand: lying,
    available: lying - reserved,
    reservationCount: reservations.length,
    owed,
    backorderable: backorderLimit - promised,
  };
}

function ledgers({ reservations, owedTo }: StockItemRecord): Finding[] {
  const twice = (name: string, entries: { orderId: { toHexString(): string } }[]): Finding[] =>
    repeated(entries.map(({ orderId }) => orderId.toHexString())).map((orderId) => ({
      invariant: 'I4' as const,
      what: `An order stands in ${name} twice`,
      where: { order: orderId },
      hint: 'Compare with the order, then take one of them out by hand',
    }));
  const amounts = reservations.flatMap(({ quantity, backordered }) => [quantity, backordered]);
  const isWrong = [...amounts, ...owedTo.map(({ quantity }) => quantity)].some(
    (amount) => !Number.isSafeInteger(amount) || amount < 0,
  );
  return [
    ...twice('reservations', reservations),
    ...twice('owedTo', owedTo),
    ...(isWrong
      ? [
          {
            invariant: 'I1' as const,
            what: 'The ledger holds an amount that is not a whole number above or equal to zero',
            hint: 'Compare with the orders, then correct the entry by hand',
          },
        ]
      : []),
  ];
}

function flag(item: StockItemRecord, items: mongo.Collection<StockItemRecord>): Finding[] {
  const { _id, version, available, lowStockThreshold, isLow = false } = item;
  const mustBe = lowStockThreshold !== undefined && available <= lowStockThreshold;
  if (isLow === mustBe) return [];
  const what = `isLow is ${isLow} at ${available} units and a threshold of ${lowStockThreshold ?? 'nothing'}`;
  return [
    {
      invariant: 'I6',
      what,
      hint: 'The flag follows from the counters: --repair',
      repair: async () => {
        const update = mustBe ? { $set: { isLow: true } } : { $unset: { isLow: 1 as const } };
        const result = await items.updateOne({ _id, version }, update);
        return result.modifiedCount === 1 ? `Corrected: ${what}` : null;
      },
    },
  ];
}

function leftovers(item: StockItemRecord, items: mongo.Collection<StockItemRecord>, scope: Scope): Finding[] {
  const overdue = item.reservations.find(({ expiresAt }) => isOverdue(expiresAt, scope));
  const findings: Finding[] = [];
  if (overdue !== undefined) {
    findings.push({
      invariant: 'I6',
      what: `A reservation has expired at ${overdue.expiresAt.toISOString()} and nobody has looked at it`,
      where: { order: overdue.orderId.toHexString() },
      hint: 'Is the sweeper running?',
    });
  }
  const { outgoing } = item;
  if (outgoing !== undefined) {
    const { to, seq, quantity } = outgoing;
    findings.push({
      invariant: 'I6',
      what: `${quantity} units are on their way to another shelf`,
      where: { to: to.toHexString(), transfer: String(seq) },
      hint: 'The sweeper ends transfers, and so does --repair',
      repair: async () => {
        const last = `incoming.${item._id.toHexString()}`;
        const inc = { available: quantity, onHand: quantity, received: quantity, version: 1 };
        await items.updateOne(
          { _id: to, $or: [{ [last]: { $exists: false } }, { [last]: { $lt: seq } }] },
          { $inc: inc, $set: { [last]: seq } },
        );
        await items.updateOne(
          { _id: item._id, 'outgoing.seq': seq },
          { $unset: { outgoing: 1 }, $inc: { version: 1 } },
        );
        return `Ended the transfer of ${quantity} units`;
      },
    });
  }
  const [unarchived] = item.adjustments;
  if (unarchived !== undefined) {
    findings.push({
      invariant: 'I6',
      what: 'A change of the count is not in the history yet',
      where: { adjustment: unarchived.id.toHexString() },
      hint: 'Is the sweeper running?',
    });
  }
  return findings;
}
