import { distort } from '../callbacks/distort.ts';
import { takeEffects } from '../callbacks/scenarios.ts';
import type { Transaction } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';
import { signRedirect } from '../wire/hmac.ts';
import { redirectUrl, redirectValues } from '../wire/redirect-url.ts';

/** Where the browser goes after a payment, with the signed result; null when a scenario keeps it here. */
export function returnUrl(sandbox: Sandbox, transaction: Transaction): string | null {
  const { lookup, hmacSecret } = sandbox;
  const order = lookup.order(transaction.orderId);
  const event = transaction.state === 'pending' ? 'pending' : 'payment';
  const effects = takeEffects(sandbox.store, { order, event, target: 'redirect' });
  if (effects.drop === true) return null;
  const { obj, hmacs } = distort(lookup.transactionBody(transaction), effects, (body) =>
    signRedirect(redirectValues(body), hmacSecret),
  );
  return redirectUrl(
    lookup.responseUrl(transaction),
    redirectValues(obj),
    hmacs,
    sandbox.behaviour().redirect_order_key,
  );
}
