import type { mongo } from 'mongoose';
import type { StockItemRecord } from '../../../modules/inventory/stock-item.schema.js';
import { collection } from '../collections.js';
import { joinSorted, sum } from '../streams.js';
import type { Check, Scope } from '../violation.js';

type Shelf = Pick<
  StockItemRecord,
  '_id' | 'sku' | 'locationCode' | 'received' | 'outgoing' | 'incoming' | 'adjustments'
>;

/** A SKU at a location, over all its shelves. */
interface Place {
  sku: string;
  locationCode: string;
  shelves: Shelf[];
}

interface Counted {
  _id: { sku: string; locationCode: string };
  delta: number;
}

const KEY_SEPARATOR = '\u0000';

/** I1 over time: all that ever came in is the sum of the recorded changes of the count. */
export const checkStockHistory: Check = async function* (scope, only) {
  const filter = only === undefined ? {} : { sku: { $in: only as string[] } };
  const places = placesOf(scope.db, filter);
  const history = historyOf(scope.db, filter);
  const pairs = joinSorted(places, history, keyOf, ({ _id }) => keyOf(_id));
  for await (const [place, counted] of pairs) {
    const { sku, locationCode } = place ?? counted!._id;
    const shelves = place?.shelves ?? [];
    const received = sum(shelves, (shelf) => shelf.received + underWay(shelf, shelves));
    const recorded = (counted?.delta ?? 0) + (await unarchived(shelves, scope));
    if (received === recorded) continue;
    yield {
      invariant: 'I1',
      what: `${received} units have come in, and the history of the count says ${recorded}`,
      hint: 'A change of the count is missing or doubled in stock_adjustments; count, and compare with the history',
      where: { sku, location: locationCode },
      anchor: sku,
    };
  }
};

/** Units that have left a shelf and not yet arrived on another. */
function underWay({ _id, outgoing }: Shelf, shelves: Shelf[]): number {
  if (outgoing === undefined) return 0;
  const receiver = shelves.find((shelf) => shelf._id.equals(outgoing.to));
  const taken = receiver?.incoming[_id.toHexString()] ?? 0;
  return taken < outgoing.seq ? outgoing.quantity : 0;
}

/** Changes that stand in the items only, not yet in the history. */
async function unarchived(shelves: Shelf[], { db }: Scope): Promise<number> {
  const adjustments = shelves.flatMap((shelf) => shelf.adjustments);
  if (adjustments.length === 0) return 0;
  const copied = await collection(db, 'stock_adjustments')
    .find({ _id: { $in: adjustments.map(({ id }) => id) } }, { projection: { _id: 1 } })
    .toArray();
  const ids = new Set(copied.map(({ _id }) => _id.toHexString()));
  return sum(adjustments, ({ id, delta }) => (ids.has(id.toHexString()) ? 0 : delta));
}

async function* placesOf(db: mongo.Db, filter: object): AsyncGenerator<Place> {
  const shelves = collection(db, 'stock_items')
    .find<Shelf>(filter, {
      projection: { sku: 1, locationCode: 1, received: 1, outgoing: 1, incoming: 1, adjustments: 1 },
    })
    .sort({ sku: 1, locationCode: 1, shelf: 1 });
  let place: Place | undefined;
  for await (const shelf of shelves) {
    if (place !== undefined && keyOf(place) !== keyOf(shelf)) {
      yield place;
      place = undefined;
    }
    place ??= { sku: shelf.sku, locationCode: shelf.locationCode, shelves: [] };
    place.shelves.push(shelf);
  }
  if (place !== undefined) yield place;
}

function historyOf(db: mongo.Db, filter: object): mongo.AggregationCursor<Counted> {
  return collection(db, 'stock_adjustments').aggregate<Counted>(
    [
      { $match: filter },
      { $group: { _id: { sku: '$sku', locationCode: '$locationCode' }, delta: { $sum: '$delta' } } },
      { $sort: { '_id.sku': 1, '_id.locationCode': 1 } },
    ],
    { allowDiskUse: true },
  );
}

function keyOf({ sku, locationCode }: { sku: string; locationCode: string }): string {
  return sku + KEY_SEPARATOR + locationCode;
}
