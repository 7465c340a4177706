import { randomUUID } from 'node:crypto';

export type Json = Record<string, unknown>;

export interface Answer<Body = Json> {
  status: number;
  headers: Headers;
  body: Body;
}

/** A client of the shop's API, as a storefront would have one. */
export class ShopApi {
  private readonly baseUrl: string;
  private token: string | undefined;

  constructor(baseUrl: string) {
    this.baseUrl = baseUrl;
  }

  signIn(token: string): void {
    this.token = token;
  }

  get<Body = Json>(path: string): Promise<Answer<Body>> {
    return this.call<Body>('GET', path);
  }

  post<Body = Json>(
    path: string,
    body: object = {},
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    return this.call<Body>('POST', path, body, headers);
  }

  /** A POST under an Idempotency-Key of its own. */
  postOnce<Body = Json>(path: string, body: object = {}): Promise<Answer<Body>> {
    return this.post<Body>(path, body, { 'Idempotency-Key': randomUUID() });
  }

  private async call<Body>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(this.token !== undefined && { Authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Body,
    };
  }
}
