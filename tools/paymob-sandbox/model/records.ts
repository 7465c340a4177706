import type { OutcomeName } from '../payments/outcomes.ts';
import type { Json } from './json.ts';

export type Method = 'card' | 'wallet' | 'kiosk';

/** A way to take payments that the account has with Paymob. */
export interface Integration {
  id: number;
  name: string;
  method: Method;
  currency: string;
  gatewayType: 'MIGS' | 'UIG' | 'CAGG';
  /** Decides the shape of timestamps: Egypt's carry no offset. */
  region: 'egy' | 'are' | 'omn';
  /** Payments are only authorised and wait for a capture. */
  isAuth: boolean;
  /** Mail order or telephone order: the merchant starts the payment, without 3-D Secure. */
  isMoto: boolean;
  isLive: boolean;
  processedCallback: string | null;
  responseCallback: string | null;
}

export interface Order {
  id: number;
  createdAt: number;
  amountCents: number;
  currency: string;
  merchantOrderId: string | null;
  items: Json[];
  shippingData: Json | null;
  deliveryNeeded: boolean;
  paidAmountCents: number;
  isPaymentLocked: boolean;
  /** Names the order's page in `order_url`. */
  token: string;
}

export interface Intention {
  /** The client secret, by which the checkout and updates address the intention. */
  id: string;
  intentionId: string;
  orderId: number;
  amountCents: number;
  currency: string;
  integrationIds: number[];
  items: Json[];
  billingData: Json;
  extras: Json;
  specialReference: string | null;
  notificationUrl: string | null;
  redirectionUrl: string | null;
  cardTokens: string[];
  createdAt: number;
  expiresAt: number;
  /** A payment was started with the client secret, which is then used up. */
  isAttempted: boolean;
  isConfirmed: boolean;
}

/** What a customer needs to pay one order by one integration. */
export interface PaymentKey {
  /** The key itself. */
  id: string;
  orderId: number;
  integrationId: number;
  clientSecret: string | null;
  intentionId: string | null;
  amountCents: number;
  currency: string;
  billingData: Json;
  extra: Json;
  lockOrderWhenPaid: boolean;
  notificationUrl: string | null;
  redirectionUrl: string | null;
  expiresAt: number;
}

export type TransactionKind = 'payment' | 'refund' | 'void' | 'capture';
export type TransactionState = 'authenticating' | 'pending' | 'succeeded' | 'declined' | 'expired';

/** What was paid with, reduced to what Paymob shows of it: never a whole card number, never a security code. */
export interface Source {
  type: 'card' | 'wallet' | 'aggregator';
  subType: string;
  pan: string;
  /** First six and last four digits, for cards. */
  maskedCard: string | null;
}

export interface Verdict {
  message: string;
  responseCode: string;
  /** The bank's code; absent when the bank was never asked. */
  acquirerCode: string | null;
}

interface CallbackResponse {
  response: { status: number; content: string; headers: string; encoding: string };
  callback_url: string;
  response_received_at: string;
}

export interface Transaction {
  id: number;
  orderId: number;
  integrationId: number;
  /** Null for children: refund, void and capture. */
  paymentKey: string | null;
  parentId: number | null;
  kind: TransactionKind;
  state: TransactionState;
  amountCents: number;
  currency: string;
  isAuth: boolean;
  is3dSecure: boolean;
  isVoided: boolean;
  refundedCents: number;
  capturedCents: number;
  source: Source;
  verdict: Verdict;
  /** What the bank will say once the customer has proven who they are. */
  plannedOutcome: OutcomeName | null;
  /** Addresses the page on which the customer proves it; null when there is none. */
  challenge: string | null;
  saveCard: boolean;
  createdAt: number;
  updatedAt: number;
  /** When an open authorisation voids itself, or an unpaid kiosk reference expires. */
  lapsesAt: number | null;
  callbackResponses: CallbackResponse[];
}

export interface CardToken {
  id: number;
  token: string;
  orderId: number;
  maskedPan: string;
  /** First six and last four digits. */
  maskedCard: string | null;
  subType: string;
  email: string;
  intentionId: string | null;
  createdAt: number;
  /** What a payment with this card leads to, taken from the trigger that the card was saved with. */
  outcome: OutcomeName;
}

export interface AuthToken {
  id: string;
  expiresAt: number;
}
