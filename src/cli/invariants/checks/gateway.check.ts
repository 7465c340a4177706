import { stateOf } from '../../../modules/payments/domain/payment-state.js';
import type { PaymentRecord } from '../../../modules/payments/payment.schema.js';
import { byIds, collection } from '../collections.js';
import { sum } from '../streams.js';
import type { Check, GatewayEntry } from '../violation.js';

const PROVIDER = 'paymob';
/** A lost callback is found out by asking within five minutes. */
const NEWS_MS = 5 * 60_000;

/** I2 and I3 against the provider's own log: what it has moved is what the payments say, order by order, and so in sum. */
export const checkGateway: Check = async function* ({ db, gateway, now, graceMs }, only) {
  if (gateway === undefined) return;
  const log = Map.groupBy(gateway, ({ order_id }) => String(order_id));
  const payments = collection(db, 'payments')
    .find({ ...byIds(only), provider: PROVIDER, providerOrderId: { $exists: true } })
    .sort({ _id: 1 });
  for await (const payment of payments) {
    const entries = log.get(payment.providerOrderId!) ?? [];
    log.delete(payment.providerOrderId!);
    const isNews = entries.some(({ at }) => graceMs > 0 && now.getTime() - Date.parse(at) < NEWS_MS);
    const moved = sum(entries, ({ amount_cents }) => amount_cents);
    const known = heldMinor(payment);
    const isSame = moved === known && entries.every(({ currency }) => currency === payment.currency);
    if (isSame || isNews) continue;
    yield {
      invariant: 'I2',
      what: `The gateway has moved ${moved}, the payment knows of ${known} ${payment.currency}`,
      hint: 'Compare both lists of transactions; the sweeper asks the gateway about payments that are open',
      where: { payment: payment._id.toHexString(), gatewayOrder: payment.providerOrderId! },
      anchor: payment._id,
    };
  }
  if (only !== undefined && !only.some((anchor) => typeof anchor === 'string')) return;
  for (const [order, entries] of log) yield unknownOrder(order, entries);
};

/** Minor units that the shop has of it, transactions included that pay for nothing. */
function heldMinor(payment: PaymentRecord): number {
  const { main, strays } = stateOf(payment);
  const transactions = main === undefined ? strays : [main, ...strays];
  return sum(transactions, ({ capturedMinor, refundedMinor }) => capturedMinor - refundedMinor);
}

function unknownOrder(order: string, entries: GatewayEntry[]) {
  const moved = sum(entries, ({ amount_cents }) => amount_cents);
  return {
    invariant: 'I3' as const,
    what: `The gateway has moved ${moved} for an order that no payment knows`,
    hint: 'Does the gateway’s account serve this database alone? Otherwise refund the customer',
    where: { gatewayOrder: order },
    anchor: order,
  };
}
