import { isJson, type Json, member } from './json.js';

/** The signed values, strictly typed: the digest has no separators, so digits could slide between loosely typed neighbours. */
export interface PaymobTransaction {
  amount_cents: number;
  created_at: string;
  currency: string;
  error_occured: boolean;
  has_parent_transaction: boolean;
  id: number;
  integration_id: number;
  is_3d_secure: boolean;
  is_auth: boolean;
  is_capture: boolean;
  is_refunded: boolean;
  is_standalone_payment: boolean;
  is_voided: boolean;
  order_id: number;
  owner: number;
  pending: boolean;
  source_data_pan: string;
  source_data_sub_type: string;
  source_data_type: string;
  success: boolean;
}

export const CREATED_AT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})?$/;
const CURRENCY = /^[A-Z]{3}$/;
const INTEGER = /^(?:0|[1-9]\d{0,15})$/;

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
const TEXT_FIELDS = ['source_data_pan', 'source_data_sub_type', 'source_data_type'] as const;

/** Reads a transaction as callbacks and answers hold it; null when any signed value has not exactly the type that Paymob sends. */
export function readTransaction(obj: unknown): PaymobTransaction | null {
  if (!isJson(obj)) return null;
  const source = obj['source_data'];
  return checked({
    ...obj,
    order_id: member(obj['order'], 'id'),
    // Null for some kiosk callbacks, and signed as the empty string (paymob.md 3.1).
    source_data_pan: member(source, 'pan') ?? '',
    source_data_sub_type: member(source, 'sub_type') ?? '',
    source_data_type: member(source, 'type') ?? '',
  });
}

/** Reads the flat query of the browser's return. Its keys hold literal dots; the order is `order` or, in some documents, `order_id`. */
export function readReturnQuery(query: Json): PaymobTransaction | null {
  const { order, order_id } = query;
  if (order !== undefined && order_id !== undefined && order !== order_id) return null;
  const typed: Json = {
    ...query,
    order_id: order ?? order_id,
    source_data_pan: query['source_data.pan'] ?? '',
    source_data_sub_type: query['source_data.sub_type'] ?? '',
    source_data_type: query['source_data.type'] ?? '',
  };
  for (const field of [...INTEGER_FIELDS, ...BOOLEAN_FIELDS]) typed[field] = fromQuery(typed[field]);
  return checked(typed);
}

function checked(fields: Json): PaymobTransaction | null {
  const isTyped =
    INTEGER_FIELDS.every((field) => Number.isSafeInteger(fields[field]) && Number(fields[field]) >= 0) &&
    BOOLEAN_FIELDS.every((field) => typeof fields[field] === 'boolean') &&
    TEXT_FIELDS.every((field) => typeof fields[field] === 'string') &&
    matches(fields['created_at'], CREATED_AT) &&
    matches(fields['currency'], CURRENCY);
  return isTyped ? (fields as unknown as PaymobTransaction) : null;
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function fromQuery(value: unknown): unknown {
  if (value === 'true') return true;
  if (value === 'false') return false;
  return typeof value === 'string' && INTEGER.test(value) ? Number(value) : value;
}
