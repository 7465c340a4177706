import type { LocalizedText } from '../../../common/text/localized-text.js';

/** The same for every order. */
export interface FlatRate {
  readonly kind: 'flat';
  readonly priceMinor: number;
}

/** By the weight of the goods: the first step that is not below it; steps ascend. */
export interface WeightRate {
  readonly kind: 'by_weight';
  readonly steps: readonly { readonly upToGrams: number; readonly priceMinor: number }[];
  /** Added to the last step for each begun kilogram beyond it; without it heavier orders are not carried. */
  readonly perExtraKgMinor?: number;
}

/** By the price of the goods: the first step that is not below it; steps ascend. */
export interface PriceRate {
  readonly kind: 'by_price';
  readonly steps: readonly { readonly upToMinor: number; readonly priceMinor: number }[];
  /** The price beyond the last step; without it dearer orders are not carried. */
  readonly beyondMinor?: number;
}

export type ShippingRate = FlatRate | WeightRate | PriceRate;

/** A way in which an order reaches the customer. Amounts in minor units of the store's currency, taxed as the tax rules say. */
export interface ShippingMethod {
  /** Stable; what orders name. The same method may cost something else in each zone. */
  readonly code: string;
  readonly name: LocalizedText;
  readonly rate: ShippingRate;
  /** Goods of at least this much travel free. */
  readonly freeFromMinor?: number;
  /** The customer collects the goods at this location. */
  readonly pickup?: { readonly locationCode: string };
  /** Cash may be paid at the door, for this much more; without it, it may not. */
  readonly cashOnDelivery?: { readonly feeMinor: number };
  /** Working days from placing to arrival. */
  readonly estimatedDays: { readonly min: number; readonly max: number };
  /** Whether customers may choose it. */
  readonly active: boolean;
}

/** Where methods apply. */
export interface ShippingZone {
  readonly name: string;
  /** ISO 3166-1 alpha-2 codes, or `*` alone for the rest of the world. */
  readonly countries: readonly string[];
  /** ISO 3166-2:EG codes that narrow a zone of Egypt alone. */
  readonly governorates?: readonly string[];
  readonly methods: readonly ShippingMethod[];
}

/** What the shop charges for delivery. No two zones claim the same place. */
export interface ShippingSettings {
  readonly zones: readonly ShippingZone[];
}
