import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../../config/app-config.js';
import type { ProviderNews } from '../../domain/transaction-fact.js';
import { InvalidSignatureError } from '../../payment.errors.js';
import { type Callback, CallbackSource } from '../../payment-provider.port.js';
import { isJson, member } from './json.js';
import { readCardToken } from './paymob-card-token.js';
import { PAYMOB, toNews } from './paymob-facts.js';
import { CARD_TOKEN_FIELDS, isSignature, sign, TRANSACTION_FIELDS } from './paymob-hmac.js';
import { type PaymobTransaction, readReturnQuery, readTransaction } from './paymob-transaction.js';

/** Reads what Paymob and the customer's browser bring back, and believes none of it before the signature is checked. */
@Injectable()
export class PaymobCallbacks extends CallbackSource {
  constructor(private readonly config: AppConfig) {
    super();
  }

  parseCallback(body: unknown, hmac: unknown): Callback {
    switch (member(body, 'type')) {
      case 'TRANSACTION':
        return { kind: 'transaction', news: this.verified(readTransaction(member(body, 'obj')), hmac) };
      case 'TOKEN':
        return { kind: 'card', card: this.verifiedCard(member(body, 'obj'), hmac) };
      default:
        // Deliveries, subscriptions, split payments: nothing that this shop uses, and nothing is believed of it.
        if (isJson(body) && (typeof body['type'] === 'string' || body['is_split_payment'] === true))
          return null;
        throw new InvalidSignatureError('form');
    }
  }

  parseReturn(query: Record<string, unknown>): ProviderNews {
    return this.verified(readReturnQuery(query), query['hmac']);
  }

  private verified(transaction: PaymobTransaction | null, hmac: unknown): ProviderNews {
    const { hmacSecret, ownerId, integrations } = this.config.paymob;
    if (transaction === null) throw new InvalidSignatureError('form');
    if (!isSignature(hmac, sign(transaction, TRANSACTION_FIELDS, hmacSecret))) {
      throw new InvalidSignatureError('signature');
    }
    // Pinned, because digits could slide between neighbours of the signed text without changing it (paymob.md 3.7).
    const isOurs =
      transaction.owner === ownerId && Object.values(integrations).includes(transaction.integration_id);
    if (!isOurs) throw new InvalidSignatureError('account');
    return toNews(transaction);
  }

  private verifiedCard(obj: unknown, hmac: unknown) {
    const card = readCardToken(obj);
    if (card === null) throw new InvalidSignatureError('form');
    if (!isSignature(hmac, sign(card, CARD_TOKEN_FIELDS, this.config.paymob.hmacSecret))) {
      throw new InvalidSignatureError('signature');
    }
    return {
      provider: PAYMOB,
      providerOrderId: card.order_id,
      cardId: String(card.id),
      token: card.token,
      brand: card.card_subtype,
      lastFour: card.masked_pan.slice(-4),
    };
  }
}
