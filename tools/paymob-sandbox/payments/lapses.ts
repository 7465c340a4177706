import type { Sandbox } from '../sandbox.ts';
import type { TimedWork } from '../scheduler.ts';
import { recordChild } from './record-child.ts';
import { settlePayment } from './settle-payment.ts';

/** Voids authorisations that were never captured and expires kiosk references that were never paid. */
export function lapsesOf(sandbox: Sandbox): TimedWork {
  const { store, clock } = sandbox;
  return {
    nextDueAt: () => store.transactions.minimum('lapsesAt'),
    runDue: () => {
      for (const { id } of store.transactions.findUpTo('lapsesAt', clock.now())) {
        store.atomically(() => lapse(sandbox, id));
      }
    },
  };
}

function lapse(sandbox: Sandbox, id: number): void {
  const payment = sandbox.store.transactions.save({ ...sandbox.lookup.transaction(id), lapsesAt: null });
  if (payment.state === 'pending') settlePayment(sandbox, id, 'KIOSK_EXPIRED');
  else recordChild(sandbox, { payment, kind: 'void', amountCents: payment.amountCents, state: 'succeeded' });
}
