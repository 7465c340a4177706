import type { PaymobSandbox } from '../index.ts';
import type { Json } from '../model/json.ts';

export interface ApiAnswer<T = Json> {
  status: number;
  headers: Headers;
  body: T;
}

export interface IntentionAnswer {
  id: string;
  client_secret: string;
  intention_order_id: number;
  payment_keys: { integration: number; key: string; order_id: number; gateway_type: string }[];
}

export const BILLING_DATA = {
  first_name: 'Salma',
  last_name: 'Hassan',
  email: 'salma@example.com',
  phone_number: '+201000000000',
};

export const FULL_BILLING_DATA = {
  ...BILLING_DATA,
  apartment: 'NA',
  floor: 'NA',
  street: 'NA',
  building: 'NA',
  shipping_method: 'NA',
  postal_code: 'NA',
  city: 'Cairo',
  country: 'EG',
  state: 'NA',
};

/** A merchant's server that calls Paymob's API with the sandbox's keys. */
export class Merchant {
  private readonly sandbox: PaymobSandbox;
  private bearer: string | undefined;

  constructor(sandbox: PaymobSandbox) {
    this.sandbox = sandbox;
  }

  async call<T = Json>(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<ApiAnswer<T>> {
    const response = await fetch(this.sandbox.url + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text) as T };
  }

  /** A call with the secret key. */
  secret<T = Json>(method: string, path: string, body?: unknown): Promise<ApiAnswer<T>> {
    return this.call<T>(method, path, {
      body,
      headers: { Authorization: `Token ${this.sandbox.keys.secretKey}` },
    });
  }

  /** A call with a token that was given out for the API key. */
  async token<T = Json>(method: string, path: string, body?: unknown): Promise<ApiAnswer<T>> {
    this.bearer ??= await this.authToken();
    return this.call<T>(method, path, { body, headers: { Authorization: `Bearer ${this.bearer}` } });
  }

  async authToken(): Promise<string> {
    const { body } = await this.call<{ token: string }>('POST', '/api/auth/tokens', {
      body: { api_key: this.sandbox.keys.apiKey },
    });
    return body.token;
  }

  /** Creates an intention over EGP 100.00 by card unless the test says otherwise. */
  async intention(changes: Json = {}): Promise<IntentionAnswer> {
    const answer = await this.secret<IntentionAnswer>('POST', '/v1/intention/', intentionRequest(changes));
    if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Registers an order and makes a payment key for it, by the older flow. */
  async legacyKey(integrationId: number, changes: Json = {}): Promise<{ orderId: number; key: string }> {
    const order = await this.token<{ id: number }>('POST', '/api/ecommerce/orders', {
      amount_cents: 10000,
      currency: 'EGP',
      items: [],
    });
    const key = await this.token<{ token: string }>('POST', '/api/acceptance/payment_keys', {
      amount_cents: 10000,
      currency: 'EGP',
      order_id: order.body.id,
      integration_id: integrationId,
      billing_data: FULL_BILLING_DATA,
      ...changes,
    });
    if (key.status !== 201) throw new Error(`${key.status} ${JSON.stringify(key.body)}`);
    return { orderId: order.body.id, key: key.body.token };
  }
}

export function intentionRequest(changes: Json = {}): Json {
  return {
    amount: 10000,
    currency: 'EGP',
    payment_methods: [1001],
    billing_data: BILLING_DATA,
    ...changes,
  };
}
