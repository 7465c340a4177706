import type { mongo } from 'mongoose';

/** The invariants of docs/architecture.md: what holds at every instant, whatever is killed and whoever races. */
export const INVARIANTS = {
  I1: 'stock: onHand = available + reserved, nothing below zero, received = onHand + sold, sold = what orders bought',
  I2: 'money: each order, its payments and the gateway tell the same amounts',
  I3: 'nothing acknowledged is lost',
  I4: 'each effect happens once',
  I5: 'one key, one effect',
  I6: 'nothing is left in between',
  I7: 'each history is a path of the published graphs',
  I8: 'coupon uses stay within their limits',
  I9: 'one live refresh token per family',
} as const;
export type InvariantId = keyof typeof INVARIANTS;

/** Mends a violation by a conditional write and says what it did; null when the document has changed meanwhile. */
export type Repair = () => Promise<string | null>;

/** Something that must never be. */
export interface Finding {
  invariant: InvariantId;
  /** In one sentence, with the numbers. */
  what: string;
  /** What a person can do about it. */
  hint: string;
  /** Ids within the document. */
  where?: Record<string, string>;
  repair?: Repair;
}

/** A finding with the place where it was made. */
export interface Violation extends Finding {
  where: Record<string, string>;
  /** The `_id` of the document to look at again. */
  anchor: unknown;
}

/** What is checked, and by what time. */
export interface Scope {
  db: mongo.Db;
  /** UTC. */
  now: Date;
  /** Work that has been due for less than this may still be in progress. */
  graceMs: number;
  /** Between two looks at the same document. */
  pauseMs: number;
  /** What the payment provider says it has moved; undefined when nobody asked it. */
  gateway?: GatewayEntry[] | undefined;
}

/** A movement of money in the gateway's own log. */
export interface GatewayEntry {
  order_id: number;
  /** Positive for money that the shop gets, negative for money that it gives back; minor units. */
  amount_cents: number;
  currency: string;
  at: string;
}

/** Looks at one kind of document, all of it or only those with these ids. */
export type Check = (scope: Scope, only?: unknown[]) => AsyncGenerator<Violation>;

/** Whether something was due so long ago that whoever should do it has not. */
export function isOverdue(dueAt: Date | undefined, { now, graceMs }: Scope): boolean {
  return dueAt !== undefined && dueAt.getTime() + graceMs <= now.getTime();
}
