import type { Json } from '../model/json.ts';
import type { CardToken } from '../model/records.ts';
import { ACCOUNT } from '../seed.ts';
import { regionalTimestamp } from './timestamp.ts';

/** A saved card as the TOKEN callback and the inquiry show it; its order id is text, unlike everywhere else. */
export function tokenBody(token: CardToken): Json {
  return {
    id: token.id,
    token: token.token,
    masked_pan: token.maskedPan,
    merchant_id: ACCOUNT.profileId,
    card_subtype: token.subType,
    created_at: regionalTimestamp(token.createdAt, 'egy', token.id),
    email: token.email,
    order_id: String(token.orderId),
    user_added: false,
    next_payment_intention: token.intentionId,
  };
}
