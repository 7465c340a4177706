import type { PaymentKey, Source, Transaction } from '../model/records.ts';
import { beginPayment, refusalOf } from '../payments/begin-payment.ts';
import { KIOSK_SOURCE } from '../payments/kiosk.ts';
import type { OutcomeName } from '../payments/outcomes.ts';
import { settlePayment } from '../payments/settle-payment.ts';
import { walletSource } from '../payments/wallet.ts';
import type { Sandbox } from '../sandbox.ts';
import { ControlError } from './control-error.ts';

export interface PayCommand {
  integration_id?: number;
  outcome?: OutcomeName;
  save_card?: boolean;
  /** Pays although the order is paid or the client secret used up: a second payment of the same order. */
  force?: boolean;
}

const TEST_MASTERCARD: Source = {
  type: 'card',
  subType: 'MasterCard',
  pan: '2346',
  maskedCard: '512345xxxxxx2346',
};

const SOURCES = { card: TEST_MASTERCARD, wallet: walletSource('01010101010'), kiosk: KIOSK_SOURCE } as const;
/** The success of each method. */
export const SUCCESSES = { card: 'APPROVED', wallet: 'WALLET_APPROVED', kiosk: 'KIOSK_PAID' } as const;

/**
 * Goes through the checkout of an order without a browser: as if the customer had given the first test card, the test
 * wallet or the reference at a kiosk, and the right code.
 * @throws {ControlError} 404 no key for the order, 409 no payment is possible
 */
export function payHeadlessly(sandbox: Sandbox, orderId: number, command: PayCommand): Transaction {
  const key = findKey(sandbox, orderId, command.integration_id);
  const refusal = refusalOf(sandbox, key);
  if (refusal !== null && command.force !== true)
    throw new ControlError(409, `No payment is possible: ${refusal}`);
  const integration = sandbox.lookup.integration(key.integrationId);
  const outcome = command.outcome ?? SUCCESSES[integration.method];
  const begun = beginPayment(sandbox, key, {
    source: SOURCES[integration.method],
    outcome,
    saveCard: command.save_card ?? false,
  });
  return settlePayment(sandbox, begun.id, outcome);
}

function findKey(sandbox: Sandbox, orderId: number, integrationId: number | undefined): PaymentKey {
  const keys = sandbox.store.paymentKeys.findBy('orderId', orderId);
  const key = keys.find(
    (candidate) => integrationId === undefined || candidate.integrationId === integrationId,
  );
  if (key === undefined) throw new ControlError(404, 'The order has no payment key for this integration');
  return key;
}
