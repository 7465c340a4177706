import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ResourceNotFoundError } from '../../common/errors/common.errors.js';
import { PersonalDataHolders } from '../users/index.js';
import type { CardNews } from './payment-provider.port.js';
import type { PaymentRecord } from './payment.schema.js';
import { SavedCardRepository } from './saved-card.repository.js';
import type { SavedCardRecord } from './saved-card.schema.js';
import { TokenSeal } from './token-seal.js';

export type SealedCard = Omit<CardNews, 'token'> & { sealedToken: string };

/** A customer has a few cards, not hundreds. */
const MAX_CARDS = 20;

/** The cards that customers want to pay with again. Their tokens are sealed and leave the process only towards the provider. */
@Injectable()
export class SavedCardsService implements OnModuleInit {
  constructor(
    private readonly cards: SavedCardRepository,
    private readonly tokens: TokenSeal,
    private readonly holders: PersonalDataHolders,
  ) {}

  onModuleInit(): void {
    this.holders.register('savedCards', {
      exportData: async (userId) =>
        (await this.list(userId)).map(({ brand, lastFour, createdAt }) => ({ brand, lastFour, createdAt })),
      eraseData: (userId) => this.cards.deleteOfUser(userId),
    });
  }

  seal({ token, ...card }: CardNews): SealedCard {
    return { ...card, sealedToken: this.tokens.seal(token) };
  }

  /** Keeps a card for the customer who asked for it; for anyone else it is not kept. A repeat changes nothing. */
  async save({ userId, savesCard }: PaymentRecord, card: SealedCard): Promise<void> {
    if (userId === undefined || savesCard !== true) return;
    const { provider, cardId, sealedToken, brand, lastFour } = card;
    await this.cards.insert({ userId, provider, cardId, sealedToken, brand, lastFour });
  }

  /** The latest first. */
  async list(userId: string): Promise<SavedCardRecord[]> {
    return this.cards.findOfUser(userId, MAX_CARDS);
  }

  /** @throws {ResourceNotFoundError} for a missing and for a foreign card alike */
  async remove(id: string, userId: string): Promise<void> {
    if (!(await this.cards.delete(id, userId))) {
      throw new ResourceNotFoundError('saved card', 'payments.card_not_found');
    }
  }

  /** For the provider only; the latest first. Tokens sealed under a key that was changed since are left out. */
  async tokensOf(userId: string): Promise<string[]> {
    return (await this.list(userId))
      .map(({ sealedToken }) => this.tokens.open(sealedToken))
      .filter((token) => token !== null);
  }
}
