import { hash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { ResourceNotFoundError, StaleVersionError } from '../../common/errors/common.errors.js';
import { ProductsService, type SellableVariant } from '../products/index.js';
import {
  CartAlreadyOrderedError,
  CartLimitError,
  CartMergedError,
  SkuNotSellableError,
} from './cart.errors.js';
import { CartRepository, type CartOwner, type ExpectedVersion } from './cart.repository.js';
import type { CartRecord } from './cart.schema.js';
import { MAX_LINE_QUANTITY, MAX_LINES } from './domain/cart-limits.js';

/** Who asks: a signed-in customer, a guest with the token of a cart, or a guest without anything. */
export interface Shopper {
  userId?: string;
  cartToken?: string;
}

@Injectable()
export class CartsService {
  constructor(
    private readonly carts: CartRepository,
    private readonly products: ProductsService,
    private readonly clock: Clock,
  ) {}

  /** Starts a cart. A guest gets the only copy of its token, 256 random bits. */
  async create(shopper: Shopper): Promise<{ cart: CartRecord; token?: string }> {
    const now = this.clock.now();
    if (shopper.userId !== undefined)
      return { cart: await this.carts.create({ userId: shopper.userId }, now) };
    const token = randomBytes(32).toString('base64url');
    return { cart: await this.carts.create({ tokenHash: hashCartToken(token) }, now), token };
  }

  /** @throws {ResourceNotFoundError} for a missing, expired or foreign cart alike */
  async get(id: string, shopper: Shopper): Promise<CartRecord> {
    const cart = await this.find(id, shopper);
    if (cart === null) throw new ResourceNotFoundError('cart', 'carts.not_found');
    return cart;
  }

  /** Null for a missing, expired or foreign cart alike. */
  async find(id: string, shopper: Shopper): Promise<CartRecord | null> {
    const owner = ownerOf(shopper);
    return owner === undefined ? null : this.carts.findOwned(id, owner, this.clock.now());
  }

  /** The cart that a customer changed last. @throws {ResourceNotFoundError} when there is none */
  async getNewestOf(userId: string): Promise<CartRecord> {
    const cart = await this.carts.findNewestOf(userId, this.clock.now());
    if (cart === null) throw new ResourceNotFoundError('cart', 'carts.not_found');
    return cart;
  }

  /**
   * Adds units of a SKU, to its line when it has one.
   * @throws {SkuNotSellableError} @throws {CartLimitError} @throws {CartAlreadyOrderedError} @throws {CartMergedError}
   * @throws {StaleVersionError}
   */
  async addItem(id: string, shopper: Shopper, sku: string, quantity: number, version: ExpectedVersion) {
    const variant = await this.sellable(sku);
    const line = { sku, quantity, seenUnitPriceMinor: variant.unitPriceMinor };
    const owner = requireOwner(shopper);
    const now = this.clock.now();
    const changed =
      (await this.carts.increaseLine(id, owner, line, version, now)) ??
      (await this.carts.addLine(id, owner, line, version, now)) ??
      // Another tab added the line between the two.
      (await this.carts.increaseLine(id, owner, line, version, now));
    if (changed !== null) return changed;
    const cart = await this.assertChangeable(id, shopper, version);
    if (cart.lines.some((existing) => existing.sku === sku)) throw lineLimit();
    throw new CartLimitError(`A cart takes at most ${MAX_LINES} different items`);
  }

  /** Makes the quantity of a line what the client wants. @throws as `addItem` */
  async setQuantity(id: string, shopper: Shopper, sku: string, quantity: number, version: ExpectedVersion) {
    const variant = await this.sellable(sku);
    const line = { sku, quantity, seenUnitPriceMinor: variant.unitPriceMinor };
    const changed = await this.carts.setQuantity(id, requireOwner(shopper), line, version, this.clock.now());
    if (changed !== null) return changed;
    await this.assertChangeable(id, shopper, version);
    throw new ResourceNotFoundError('cart line', 'carts.line_not_found');
  }

  /** Takes a line out. @throws as `addItem` */
  async removeItem(id: string, shopper: Shopper, sku: string, version: ExpectedVersion) {
    const changed = await this.carts.removeLine(id, requireOwner(shopper), sku, version, this.clock.now());
    if (changed !== null) return changed;
    await this.assertChangeable(id, shopper, version);
    throw new ResourceNotFoundError('cart line', 'carts.line_not_found');
  }

  /** Sets or, with null, clears the note. @throws as `addItem` */
  async setNote(id: string, shopper: Shopper, note: string | null, version: ExpectedVersion) {
    const changed = await this.carts.setNote(id, requireOwner(shopper), note, version, this.clock.now());
    return changed ?? (await this.assertChangeable(id, shopper, version));
  }

  /** For placing an order: see `CartRepository.markOrdered`. */
  async markOrdered(id: string, version: number, orderId: string): Promise<boolean> {
    return this.carts.markOrdered(id, version, orderId);
  }

  /** For refusing an order: the cart is the customer's again. */
  async reopen(id: string, orderId: string): Promise<void> {
    await this.carts.reopen(id, orderId);
  }

  private async sellable(sku: string): Promise<SellableVariant> {
    const variant = (await this.products.findSellable([sku])).get(sku);
    if (variant === undefined) throw new SkuNotSellableError(sku);
    return variant;
  }

  /** Says why a conditional write matched nothing. */
  private async assertChangeable(
    id: string,
    shopper: Shopper,
    version: ExpectedVersion,
  ): Promise<CartRecord> {
    const cart = await this.get(id, shopper);
    if (cart.status === 'ordered') throw new CartAlreadyOrderedError(cart.orderId?.toHexString());
    if (cart.status !== 'active') throw new CartMergedError();
    if (version !== null && cart.version !== version) throw new StaleVersionError();
    return cart;
  }
}

export function hashCartToken(token: string): string {
  return hash('sha256', token, 'base64url');
}

function lineLimit(): CartLimitError {
  return new CartLimitError(`A cart takes at most ${MAX_LINE_QUANTITY} units of one item`);
}

function ownerOf(shopper: Shopper): CartOwner | undefined {
  if (shopper.userId !== undefined) return { userId: shopper.userId };
  if (shopper.cartToken !== undefined) return { tokenHash: hashCartToken(shopper.cartToken) };
  return undefined;
}

function requireOwner(shopper: Shopper): CartOwner {
  const owner = ownerOf(shopper);
  if (owner === undefined) throw new ResourceNotFoundError('cart', 'carts.not_found');
  return owner;
}
