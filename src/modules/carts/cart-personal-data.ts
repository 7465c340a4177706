import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalDataHolders } from '../users/index.js';
import { CartRepository } from './cart.repository.js';

/** The carts of a customer who wants a copy of the data, or to be forgotten. */
@Injectable()
export class CartPersonalData implements OnModuleInit {
  constructor(
    private readonly carts: CartRepository,
    private readonly holders: PersonalDataHolders,
  ) {}

  onModuleInit(): void {
    this.holders.register('carts', {
      exportData: async (userId) =>
        (await this.carts.findAllOf(userId)).map(({ _id, status, lines, note, updatedAt }) => ({
          id: _id.toHexString(),
          status,
          lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
          note,
          updatedAt,
        })),
      eraseData: (userId) => this.carts.deleteAllOf(userId),
    });
  }
}
