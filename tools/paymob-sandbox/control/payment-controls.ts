import type { Json } from '../model/json.ts';
import type { Transaction } from '../model/records.ts';
import type { OutcomeName } from '../payments/outcomes.ts';
import { settleChild } from '../payments/record-child.ts';
import { returnUrl } from '../payments/return-url.ts';
import { settlePayment } from '../payments/settle-payment.ts';
import type { Sandbox } from '../sandbox.ts';
import { readCommand } from './commands.ts';
import { ControlError } from './control-error.ts';
import type { Control } from './control.ts';
import { findOrder, findTransaction } from './find.ts';
import { payHeadlessly, SUCCESSES, type PayCommand } from './pay.ts';

/** Payments without a browser, and the end of what is left pending. */
export const paymentControls: Control[] = [
  {
    method: 'post',
    path: '/orders/:id/pay',
    run: (sandbox, { params, body }) =>
      pay(sandbox, findOrder(sandbox, params['id']).id, readCommand('pay', body)),
  },
  {
    method: 'post',
    path: '/intentions/:clientSecret/pay',
    run: (sandbox, { params, body }) => {
      const intention = sandbox.store.intentions.get(params['clientSecret'] ?? '');
      if (intention === undefined)
        throw new ControlError(404, 'There is no intention with this client secret');
      return pay(sandbox, intention.orderId, readCommand('pay', body));
    },
  },
  {
    method: 'post',
    path: '/transactions/:id/pay',
    run: (sandbox, { params }) => {
      const transaction = findTransaction(sandbox, params['id']);
      const { method } = sandbox.lookup.integration(transaction.integrationId);
      return settle(sandbox, transaction, SUCCESSES[method]);
    },
  },
  {
    method: 'post',
    path: '/transactions/:id/expire',
    run: (sandbox, { params }) => settle(sandbox, findTransaction(sandbox, params['id']), 'KIOSK_EXPIRED'),
  },
  {
    method: 'post',
    path: '/transactions/:id/settle',
    run: (sandbox, { params, body }) =>
      settle(sandbox, findTransaction(sandbox, params['id']), readCommand('settle', body).outcome),
  },
];

function pay(sandbox: Sandbox, orderId: number, command: PayCommand): Json {
  return sandbox.store.atomically(() => resultOf(sandbox, payHeadlessly(sandbox, orderId, command)));
}

/** Ends a payment or child that is open; success is what the outcome of that name means. */
function settle(sandbox: Sandbox, open: Transaction, outcome: OutcomeName): Json {
  if (open.state !== 'pending' && open.state !== 'authenticating') {
    throw new ControlError(409, `The transaction is ${open.state} already`);
  }
  return sandbox.store.atomically(() => {
    const isSuccess = Object.values<OutcomeName>(SUCCESSES).includes(outcome);
    const settled =
      open.kind === 'payment'
        ? settlePayment(sandbox, open.id, outcome)
        : settleChild(sandbox, open.id, isSuccess ? 'succeeded' : 'declined');
    return resultOf(sandbox, settled);
  });
}

/** The transaction, and where a browser would be now. */
function resultOf(sandbox: Sandbox, transaction: Transaction): Json {
  return {
    transaction: sandbox.lookup.transactionBody(transaction),
    redirect_url: transaction.kind === 'payment' ? returnUrl(sandbox, transaction) : null,
  };
}
