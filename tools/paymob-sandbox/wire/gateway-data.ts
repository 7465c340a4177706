import type { Json } from '../model/json.ts';
import { majorText } from '../model/money.ts';
import type { Transaction } from '../model/records.ts';
import type { TransactionContext } from './transaction-body.ts';

/** The `data` of a transaction: what the bank, wallet or kiosk network behind Paymob reported. */
export function gatewayData(transaction: Transaction, context: TransactionContext): Json {
  const { integration, order } = context;
  const common = {
    created_at: new Date(transaction.createdAt).toISOString().replace('Z', ''),
    gateway_integration_pk: integration.id,
    order_info: order.merchantOrderId ?? String(order.id),
    amount: transaction.amountCents,
    currency: transaction.currency,
    message: transaction.verdict.message,
    txn_response_code: transaction.verdict.responseCode,
  };
  return { ...common, ...METHOD_DATA[integration.method](transaction, context) };
}

const METHOD_DATA = { card: cardData, wallet: walletData, kiosk: kioskData } as const;

const MIGS_TYPES = {
  payment: 'PAYMENT',
  refund: 'REFUND',
  void: 'VOID_PAYMENT',
  capture: 'CAPTURE',
} as const;
const MIGS_STATUSES = {
  payment: 'CAPTURED',
  refund: 'REFUNDED',
  void: 'CANCELLED',
  capture: 'CAPTURED',
} as const;

function cardData(transaction: Transaction, { order }: TransactionContext): Json {
  const { verdict, source, kind, isAuth } = transaction;
  const isOpenAuth = kind === 'payment' && isAuth;
  return {
    klass: 'MigsPayment',
    ...(verdict.acquirerCode === null ? {} : { acq_response_code: verdict.acquirerCode }),
    card_num: source.maskedCard,
    card_type: source.subType.toUpperCase(),
    receipt_no: String(transaction.id).padStart(12, '0'),
    authorize_id: String(transaction.id % 1_000_000).padStart(6, '0'),
    acs_eci: transaction.is3dSecure ? '02' : '',
    captured_amount: transaction.capturedCents,
    refunded_amount: transaction.refundedCents,
    migs_result: transaction.state === 'succeeded' ? 'SUCCESS' : 'FAILURE',
    migs_order: {
      id: String(order.id),
      amount: Number(majorText(order.amountCents, order.currency)),
      currency: order.currency,
      status: transaction.state !== 'succeeded' ? 'FAILED' : isOpenAuth ? 'AUTHORIZED' : MIGS_STATUSES[kind],
    },
    migs_transaction: {
      id: String(transaction.id),
      amount: Number(majorText(transaction.amountCents, transaction.currency)),
      currency: transaction.currency,
      type: isOpenAuth ? 'AUTHORIZATION' : MIGS_TYPES[kind],
    },
  };
}

function walletData(transaction: Transaction, { challengeUrl }: TransactionContext): Json {
  return {
    klass: 'WalletPayment',
    wallet_msisdn: transaction.source.pan,
    wallet_issuer: 'SANDBOX',
    mpg_txn_id: null,
    uig_txn_id: transaction.state === 'succeeded' ? String(transaction.id) : null,
    mer_txn_ref: `${transaction.integrationId}_${transaction.id}`,
    upg_qrcode_ref: null,
    redirect_url: challengeUrl,
  };
}

function kioskData(transaction: Transaction): Json {
  return {
    klass: 'CAGGPayment',
    bill_reference: transaction.id,
    due_amount: transaction.state === 'succeeded' ? 0 : transaction.amountCents,
    otp: '',
    paid_through: transaction.state === 'succeeded' ? 'sandbox kiosk' : '',
    from_user: null,
    cashout_amount: null,
  };
}
