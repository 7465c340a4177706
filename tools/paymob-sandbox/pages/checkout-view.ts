import type { PaymentKey } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';
import { ACCOUNT } from '../seed.ts';
import type { CheckoutView } from './checkout.page.ts';
import type { Language } from './texts.ts';

/** What the checkout page of a payment key shows: with an intention all of its methods, in an iframe the card alone. */
export function checkoutView(sandbox: Sandbox, key: PaymentKey, language: Language): CheckoutView {
  const { store, lookup } = sandbox;
  const keys = key.clientSecret === null ? [key] : store.paymentKeys.findBy('orderId', key.orderId);
  const intention = key.clientSecret === null ? undefined : store.intentions.get(key.clientSecret);
  const savedCards = (intention?.cardTokens ?? []).flatMap((token) =>
    store.cardTokens.findBy('token', token),
  );
  return {
    language,
    otherLanguageUrl: checkoutPath(key, language === 'ar' ? 'en' : 'ar'),
    orderId: key.orderId,
    amountCents: key.amountCents,
    currency: key.currency,
    methods: keys.map(({ id, integrationId }) => ({
      paymentKey: id,
      method: lookup.integration(integrationId).method,
    })),
    savedCards,
  };
}

function checkoutPath(key: PaymentKey, language: Language): string {
  if (key.clientSecret === null) {
    const parameters = new URLSearchParams({ payment_token: key.id, lang: language });
    return `/api/acceptance/iframes/${ACCOUNT.iframeId}?${parameters.toString()}`;
  }
  const parameters = new URLSearchParams({
    publicKey: ACCOUNT.publicKey,
    clientSecret: key.clientSecret,
    lang: language,
  });
  return `/unifiedcheckout/?${parameters.toString()}`;
}
