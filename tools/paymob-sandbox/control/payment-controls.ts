import type { Json } from '../model/json.ts';
import type { Transaction } from '../model/records.ts';
import { returnUrl } from '../payments/return-url.ts';
import type { Sandbox } from '../sandbox.ts';
import { readCommand } from './commands.ts';
import { ControlError } from './control-error.ts';
import type { Control } from './mount-control.ts';
import { payHeadlessly, type PayCommand } from './pay.ts';

/** Payments without a browser. */
export const paymentControls: Control[] = [
  {
    method: 'post',
    path: '/orders/:id/pay',
    run: (sandbox, { params, body }) => pay(sandbox, Number(params['id']), readCommand('pay', body)),
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
];

function pay(sandbox: Sandbox, orderId: number, command: PayCommand): Json {
  return sandbox.store.atomically(() => resultOf(sandbox, payHeadlessly(sandbox, orderId, command)));
}

/** The transaction, and where a browser would be now. */
function resultOf(sandbox: Sandbox, transaction: Transaction): Json {
  return {
    transaction: sandbox.lookup.transactionBody(transaction),
    redirect_url: returnUrl(sandbox, transaction),
  };
}
