import type { PaymentEvent } from '../../domain/payment-event.js';
import type { SignedTransaction } from './paymob-hmac.js';

type Json = Record<string, unknown>;
const CREATED_AT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})?$/;
const CURRENCY = /^[A-Z]{3}$/;
const INTEGER = /^(?:0|[1-9]\d{0,15})$/;

/** Reads the `obj` of a processed callback; null when any signed field has not exactly the type that Paymob sends. */
export function readProcessedCallback(body: unknown): SignedTransaction | null {
  const obj = member(body, 'obj');
  if (member(body, 'type') !== 'TRANSACTION' || !isJson(obj)) return null;
  const source = isJson(obj['source_data']) ? obj['source_data'] : {};
  return checked({
    ...obj,
    order_id: member(obj['order'], 'id'),
    // The pan is null for some kiosk callbacks and signed as the empty string (paymob.md 3.1).
    source_data_pan: source['pan'] ?? '',
    source_data_sub_type: source['sub_type'] ?? '',
    source_data_type: source['type'] ?? '',
  });
}

/** Reads the flat query of the browser's return. Its keys hold literal dots; the order is `order` or, in some documents, `order_id`. */
export function readReturnQuery(query: Json): SignedTransaction | null {
  const order = query['order'] ?? query['order_id'];
  if (query['order'] !== undefined && query['order_id'] !== undefined && query['order'] !== query['order_id'])
    return null;
  const typed: Json = {
    ...query,
    order_id: order,
    source_data_pan: query['source_data.pan'] ?? '',
    source_data_sub_type: query['source_data.sub_type'] ?? '',
    source_data_type: query['source_data.type'] ?? '',
  };
  for (const field of [...INTEGER_FIELDS, ...BOOLEAN_FIELDS]) typed[field] = fromQuery(typed[field]);
  return checked(typed);
}

/** Tells what the transaction means. Children (refund, void, capture) are signed with success=true and must never pass for payments. */
export function toPaymentEvent(transaction: SignedTransaction): PaymentEvent {
  const { id, pending, success, is_voided, is_refunded, is_capture, has_parent_transaction } = transaction;
  return {
    key: ['paymob', id, pending, success, is_voided, is_refunded].join(':'),
    provider: 'paymob',
    providerOrderId: transaction.order_id,
    transactionId: id,
    kind: has_parent_transaction ? (is_capture ? 'capture' : 'refund') : 'payment',
    outcome: success ? 'succeeded' : pending ? 'pending' : 'declined',
    amountMinor: transaction.amount_cents,
    currency: transaction.currency,
    isVoided: is_voided,
    isRefunded: is_refunded,
  };
}

const INTEGER_FIELDS = ['amount_cents', 'id', 'integration_id', 'order_id', 'owner'] as const;
const BOOLEAN_FIELDS = [
  'error_occured',
  'has_parent_transaction',
  'is_3d_secure',
  'is_auth',
  'is_capture',
  'is_refunded',
  'is_standalone_payment',
  'is_voided',
  'pending',
  'success',
] as const;
const TEXT_FIELDS = [
  'created_at',
  'currency',
  'source_data_pan',
  'source_data_sub_type',
  'source_data_type',
] as const;

function checked(fields: Json): SignedTransaction | null {
  const isTyped =
    INTEGER_FIELDS.every((field) => Number.isSafeInteger(fields[field]) && Number(fields[field]) >= 0) &&
    BOOLEAN_FIELDS.every((field) => typeof fields[field] === 'boolean') &&
    TEXT_FIELDS.every((field) => typeof fields[field] === 'string') &&
    CREATED_AT.test(String(fields['created_at'])) &&
    CURRENCY.test(String(fields['currency']));
  return isTyped ? (fields as unknown as SignedTransaction) : null;
}

function fromQuery(value: unknown): unknown {
  if (value === 'true') return true;
  if (value === 'false') return false;
  return typeof value === 'string' && INTEGER.test(value) ? Number(value) : value;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function member(value: unknown, key: string): unknown {
  return isJson(value) ? value[key] : undefined;
}
