import type { Types } from 'mongoose';
import type { StockItemRecord } from '../../../modules/inventory/stock-item.schema.js';
import { byIds, collection } from '../collections.js';
import { joinSorted, sum } from '../streams.js';
import type { Check, Finding, Scope } from '../violation.js';
import { type BoughtUnits, boughtByItem, isMoving } from './bought-units.js';
import { reservationFindings } from './reservation.findings.js';
import { stockItemFindings } from './stock-item.findings.js';

const NOTHING = { sold: 0, owed: 0, held: 0 };

/** I1 of every document of the stock, by itself and against the orders. */
export const checkStock: Check = async function* (scope, only) {
  const items = collection(scope.db, 'stock_items');
  const stream = items.find(byIds(only)).sort({ _id: 1 });
  const orders = boughtByItem(scope.db, only as Types.ObjectId[] | undefined);
  const idOf = ({ _id }: { _id: { toString(): string } }) => _id.toString();
  for await (const [item, bought] of joinSorted(stream, orders, idOf, idOf)) {
    if (item === undefined) {
      yield {
        invariant: 'I1',
        what: 'Orders have bought from a document of the stock that does not exist',
        hint: 'Restore the document from a backup',
        where: { item: bought!._id },
        anchor: bought!._id,
      };
      continue;
    }
    const where = { sku: item.sku, location: item.locationCode, item: item._id.toHexString() };
    const findings = [
      ...stockItemFindings(item, items, scope),
      ...(await reservationFindings(item, scope)),
      ...(await againstOrders(item, bought, scope)),
    ];
    for (const finding of findings)
      yield { ...finding, where: { ...where, ...finding.where }, anchor: item._id };
  }
};

/** What the stock has sold and owes, against what the orders have bought. */
async function againstOrders(
  item: StockItemRecord,
  bought: BoughtUnits | undefined,
  scope: Scope,
): Promise<Finding[]> {
  const { sold, owed, held } = bought ?? NOTHING;
  const owing = sum(item.owedTo, ({ quantity }) => quantity);
  const reserved = sum(item.reservations, ({ quantity, backordered }) => quantity + backordered);
  const findings: Finding[] = [];
  if (item.sold !== sold) {
    findings.push({
      invariant: 'I1',
      what: `${item.sold} units are noted as sold, and orders have bought ${sold}`,
      hint: 'Find the order whose units are missing or doubled by its history, then correct the count',
    });
  }
  if (owing !== owed) {
    findings.push({
      invariant: 'I1',
      what: `${owing} units are noted as owed to orders, and orders wait for ${owed}`,
      hint: 'Find the order whose units are missing or doubled by its allocations',
    });
  }
  if (reserved < held) {
    findings.push({
      invariant: 'I1',
      what: `${reserved} units are reserved, and orders that wait for money count on ${held}`,
      hint: 'An order will be sold units that are not held for it: cancel it, or order goods',
    });
  }
  const isSettled = findings.length === 0 || !(await isInMotion(item, scope));
  return isSettled ? findings : [];
}

/** Whether the difference may be one between two moments. */
async function isInMotion({ _id, version }: StockItemRecord, { db }: Scope): Promise<boolean> {
  if (await isMoving(db, _id.toHexString())) return true;
  const latest = await collection(db, 'stock_items').findOne({ _id }, { projection: { version: 1 } });
  return latest?.version !== version;
}
