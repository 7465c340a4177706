import type { Transaction } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';

interface LedgerEntry {
  transaction_id: number;
  order_id: number;
  merchant_order_id: string | null;
  kind: 'capture' | 'refund' | 'void';
  /** Positive for money that the shop gets, negative for money that it gives back. */
  amount_cents: number;
  currency: string;
  at: string;
}

interface LedgerTotal {
  order_id: number;
  merchant_order_id: string | null;
  currency: string;
  captured_cents: number;
  refunded_cents: number;
  voided_cents: number;
  balance_cents: number;
}

/** The gateway's own log: every movement of money, and its sums per order. Authorisations move none until they are captured. */
export function readLedger(sandbox: Sandbox): { entries: LedgerEntry[]; totals: LedgerTotal[] } {
  const entries = sandbox.store.transactions
    .all()
    .map((transaction) => toEntry(sandbox, transaction))
    .filter((entry) => entry !== null);
  const totals = [...Map.groupBy(entries, (entry) => `${entry.order_id} ${entry.currency}`).values()].map(
    toTotal,
  );
  return { entries, totals };
}

function toEntry(sandbox: Sandbox, transaction: Transaction): LedgerEntry | null {
  const movement = movementOf(sandbox, transaction);
  if (movement === null) return null;
  return {
    transaction_id: transaction.id,
    order_id: transaction.orderId,
    merchant_order_id: sandbox.lookup.order(transaction.orderId).merchantOrderId,
    ...movement,
    currency: transaction.currency,
    at: new Date(transaction.updatedAt).toISOString(),
  };
}

function movementOf(
  sandbox: Sandbox,
  { kind, state, isAuth, amountCents, parentId }: Transaction,
): Pick<LedgerEntry, 'kind' | 'amount_cents'> | null {
  if (state !== 'succeeded') return null;
  switch (kind) {
    case 'payment':
      return isAuth ? null : { kind: 'capture', amount_cents: amountCents };
    case 'capture':
      return { kind, amount_cents: amountCents };
    case 'refund':
      return { kind, amount_cents: -amountCents };
    default:
      // Voiding an authorisation that was never captured gives back nothing.
      return parentId !== null && sandbox.lookup.transaction(parentId).isAuth
        ? null
        : { kind: 'void', amount_cents: -amountCents };
  }
}

function toTotal(entries: LedgerEntry[]): LedgerTotal {
  const [first] = entries as [LedgerEntry, ...LedgerEntry[]];
  const sum = (kind: LedgerEntry['kind']): number =>
    entries
      .filter((entry) => entry.kind === kind)
      .reduce((total, entry) => total + Math.abs(entry.amount_cents), 0);
  const [captured, refunded, voided] = [sum('capture'), sum('refund'), sum('void')];
  return {
    order_id: first.order_id,
    merchant_order_id: first.merchant_order_id,
    currency: first.currency,
    captured_cents: captured,
    refunded_cents: refunded,
    voided_cents: voided,
    balance_cents: captured - refunded - voided,
  };
}
