import type { Json } from '../model/json.ts';
import type { CardToken, Order, Transaction } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';
import { signToken, signTransaction } from '../wire/hmac.ts';
import { tokenBody } from '../wire/token-body.ts';
import type { CallbackEvent, Delivery } from './delivery.ts';
import { distort } from './distort.ts';
import { takeEffects } from './scenarios.ts';

/** Queues the processed callback of a transaction for the address that it is meant for, if there is one. */
export function queueTransactionCallback(
  sandbox: Sandbox,
  transaction: Transaction,
  event: CallbackEvent,
): void {
  const url = sandbox.lookup.processedUrl(transaction);
  if (url === null) return;
  queue(sandbox, {
    url,
    event,
    order: sandbox.lookup.order(transaction.orderId),
    transactionId: transaction.id,
    obj: sandbox.lookup.transactionBody(transaction),
    envelope: (obj) => ({
      type: 'TRANSACTION',
      obj,
      issuer_bank: null,
      transaction_processed_callback_responses: '',
    }),
    signer: (obj) => signTransaction(obj, sandbox.hmacSecret),
  });
}

/** Queues the TOKEN callback of a card that was saved with a payment, to the same address as the payment's. */
export function queueTokenCallback(sandbox: Sandbox, token: CardToken, payment: Transaction): void {
  const url = sandbox.lookup.processedUrl(payment);
  if (url === null) return;
  queue(sandbox, {
    url,
    event: 'token',
    order: sandbox.lookup.order(token.orderId),
    transactionId: null,
    obj: tokenBody(token),
    envelope: (obj) => ({ type: 'TOKEN', obj }),
    signer: (obj) => signToken(obj, sandbox.hmacSecret),
  });
}

interface Callback {
  url: string;
  event: CallbackEvent;
  order: Order;
  transactionId: number | null;
  obj: Json;
  envelope: (obj: Json) => Json;
  signer: (obj: Json) => string;
}

function queue(sandbox: Sandbox, callback: Callback): void {
  const { store, clock } = sandbox;
  const effects = takeEffects(store, { order: callback.order, event: callback.event, target: 'callback' });
  const { obj, hmacs } = distort(callback.obj, effects, callback.signer);
  const url = new URL(callback.url);
  for (const hmac of hmacs) url.searchParams.append('hmac', hmac);
  const status = effects.drop === true ? 'dropped' : isHeld(effects) ? 'held' : 'queued';
  for (let copy = 0; copy <= (effects.duplicates ?? 0); copy += 1) {
    const delivery: Delivery = {
      id: store.nextNumber('deliveries'),
      orderId: callback.order.id,
      transactionId: callback.transactionId,
      event: callback.event,
      url: url.toString(),
      body: JSON.stringify(callback.envelope(obj)),
      status,
      dueAt: status === 'queued' ? clock.now() + (effects.delay_seconds ?? 0) * 1000 : null,
      reorder: effects.reorder ?? null,
      attempts: [],
      createdAt: clock.now(),
    };
    store.deliveries.save(delivery);
  }
  sandbox.scheduler.wake();
}

function isHeld(effects: { hold?: boolean; reorder?: number }): boolean {
  return effects.hold === true || effects.reorder !== undefined;
}
