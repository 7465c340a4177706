import type { Allocation, AllocationChange } from '../../inventory/index.js';
import type { OrderStates } from './order-lifecycle.js';

/** A line as far as the rules of an order's later life need it; amounts in minor units. */
export interface LineState {
  sku: string;
  quantity: number;
  grossMinor: number;
  cancelledQuantity: number;
  /** Units handed to the carrier, those refused at the door not counted. */
  fulfilledQuantity: number;
}

export interface LineQuantity {
  sku: string;
  quantity: number;
}

export const PARCEL_STATUSES = ['shipped', 'delivered', 'refused'] as const;
type ParcelStatus = (typeof PARCEL_STATUSES)[number];

/** A parcel. */
export interface FulfilmentState {
  id: string;
  lines: LineQuantity[];
  status: ParcelStatus;
  /** The share of the order's total that this parcel carries, in minor units; what the courier collects of a cash order. */
  amountMinor: number;
}

/** Totals of the winning payment, in minor units. */
export interface MoneyState {
  authorizedMinor: number;
  capturedMinor: number;
  refundedMinor: number;
}

/** An order, as far as its rules need it. */
export interface OrderState extends OrderStates {
  paymentMethod: string;
  lines: LineState[];
  totals: { grandTotalMinor: number };
  shipping: { grossMinor: number };
  payment: MoneyState;
  /** The part of the total that was cancelled. */
  cancelledMinor: number;
  /** Money given back although nothing was cancelled. */
  goodwillMinor: number;
  allocations: Allocation[];
  fulfilments: FulfilmentState[];
}

/** Work in other documents or systems that a transition causes; carries all that it needs, since the order moves on. */
export type Effect =
  /** With a key where the order could hold units anew after the sale, which must happen once. */
  | { kind: 'stock.commit'; allocations: Allocation[]; key?: string }
  | { kind: 'stock.release'; changes: AllocationChange[] }
  | { kind: 'stock.restock'; key: string; changes: AllocationChange[] }
  | { kind: 'cart.reopen' }
  | { kind: 'payment.settle' }
  | { kind: 'payment.collect'; fulfilmentId: string; amountMinor: number }
  | { kind: 'mail'; template: OrderMail; fulfilmentId?: string };

export type EffectKind = Effect['kind'];

const ORDER_MAILS = [
  'order_placed',
  'order_confirmed',
  'order_shipped',
  'order_delivered',
  'order_cancelled',
  'order_expired',
  'order_link',
] as const;
export type OrderMail = (typeof ORDER_MAILS)[number];

/** One step of an order: what it becomes, and what that causes. */
export interface Step {
  to: Partial<OrderStates>;
  note?: string;
  /** Further fields of the same write. */
  set?: Record<string, unknown>;
  unset?: string[];
  /** One element for each of these arrays. */
  push?: Record<string, unknown>;
  effects?: Effect[];
}
