/** What the model knows of a shop: plain data, so that it can be copied and compared. */
export interface World {
  stock: Record<string, Shelf>;
  carts: Cart[];
  orders: Order[];
  attempts: Attempt[];
  /** Cards are only authorised, and staff capture them. */
  isAuthorizing: boolean;
  /** Milliseconds since 1970. */
  now: number;
  /** Business days that have passed. */
  day: number;
}

export interface Shelf {
  unitMinor: number;
  onHand: number;
  reserved: number;
  /** Units that may be promised beyond what is there, and those that are. */
  limit: number;
  promised: number;
}

/** Units by SKU. */
export type Units = Record<string, number>;

export interface Cart {
  id: string;
  headers: Record<string, string>;
  units: Units;
  isOrdered: boolean;
}

export interface Line {
  sku: string;
  unitMinor: number;
  quantity: number;
  cancelled: number;
  sent: number;
  /** Of what is left of it: units that lie there or have been sold, and those that are promised. */
  inHand: number;
  owed: number;
}

export interface Parcel {
  /** Unknown until the shop is looked at. */
  id?: string;
  units: Units;
  amountMinor: number;
  status: 'shipped' | 'delivered' | 'refused';
  /** Its cash has been noted. */
  isCollected?: true;
}

export type Method = 'card' | 'cod';

export interface Order {
  id: string;
  headers: Record<string, string>;
  method: Method;
  status: 'pending' | 'expired' | 'confirmed' | 'completed' | 'cancelled';
  lines: Line[];
  parcels: Parcel[];
  totalMinor: number;
  cancelledMinor: number;
  goodwillMinor: number;
  authorizedMinor: number;
  capturedMinor: number;
  refundedMinor: number;
  wasAuthorized: boolean;
  /** The payment that pays it; of cash it has the order's own id. */
  winner?: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** A payment that a customer has started. */
export interface Attempt {
  id: string;
  orderId: string;
  /** The provider's own id of it. */
  gatewayOrder: number;
  amountMinor: number;
  startedAt: number;
  /** When the shop last asked the provider about it. */
  checkedAt: number;
  /** `unheard`: paid, and nobody has told the shop; `left`: the shop was told and leaves it to its sweeper. */
  state: 'open' | 'unheard' | 'left' | 'heard';
  /** The business day on which it was paid. */
  paidOn?: number;
}

export type Outcome = 'ok' | 'refused';

/** Not by structuredClone, whose objects are of another realm under jest and therefore equal to none of this one. */
export function copyOf(world: World): World {
  return JSON.parse(JSON.stringify(world)) as World;
}

export function available({ onHand, reserved }: Shelf): number {
  return onHand - reserved;
}

export function openUnits({ quantity, cancelled, sent }: Line): number {
  return quantity - cancelled - sent;
}

export function dueMinor({ totalMinor, cancelledMinor, goodwillMinor }: Order): number {
  return totalMinor - cancelledMinor - goodwillMinor;
}

export function heldMinor({ capturedMinor, refundedMinor }: Order): number {
  return capturedMinor - refundedMinor;
}

export function paymentStatusOf(order: Order): string {
  const { authorizedMinor, capturedMinor, refundedMinor, wasAuthorized } = order;
  if (capturedMinor === 0) return authorizedMinor > 0 ? 'authorized' : wasAuthorized ? 'voided' : 'unpaid';
  if (refundedMinor === capturedMinor) return 'refunded';
  if (refundedMinor > 0) return 'partially_refunded';
  return heldMinor(order) < dueMinor(order) ? 'partially_paid' : 'paid';
}

export function fulfilmentStatusOf({ lines, parcels }: Order): string {
  const isOpen = lines.some((line) => openUnits(line) > 0);
  const under = parcels.filter(({ status }) => status !== 'refused');
  if (under.length === 0) return parcels.length > 0 && !isOpen ? 'returned' : 'unfulfilled';
  if (isOpen) return 'partially_fulfilled';
  return under.every(({ status }) => status === 'delivered') ? 'delivered' : 'fulfilled';
}

export function orderOf({ orders }: World, id: string): Order {
  return present(orders, id);
}

export function attemptOf({ attempts }: World, id: string): Attempt {
  return present(attempts, id);
}

export function cartOf({ carts }: World, id: string): Cart {
  return present(carts, id);
}

function present<T extends { id: string }>(all: T[], id: string): T {
  const found = all.find((one) => one.id === id);
  if (found === undefined) throw new Error(`A command has not said that it touches ${id}`);
  return found;
}
