import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '../model/json.ts';

export interface ReceivedCallback {
  type: string;
  obj: Json;
  hmacs: string[];
  /** What the shop's address had in its query before. */
  query: URLSearchParams;
  bytes: string;
}

type Behaviour = number | 'hang' | 'reset' | { redirectTo: string };

/** A shop's server that takes callbacks of the sandbox and answers them as the test says. */
export class Shop {
  readonly received: ReceivedCallback[] = [];
  /** How it answers, one after the other; the last one stays. */
  answers: Behaviour[] = [200];
  private readonly server: Server;
  private readonly waiting: { count: number; resolve: () => void }[] = [];

  private constructor() {
    this.server = createServer((request, response) => void this.take(request, response));
  }

  static async start(): Promise<Shop> {
    const shop = new Shop();
    await new Promise<void>((resolve) => shop.server.listen(0, '127.0.0.1', resolve));
    return shop;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get hookUrl(): string {
    return `${this.url}/hook?shop=1`;
  }

  get returnUrl(): string {
    return `${this.url}/return?cart=7`;
  }

  /** Resolves when so many callbacks have arrived in all. */
  async arrived(count: number): Promise<ReceivedCallback[]> {
    if (this.received.length < count) {
      await new Promise<void>((resolve) => this.waiting.push({ count, resolve }));
    }
    return this.received;
  }

  stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    return closed;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks).toString();
    const { searchParams } = new URL(request.url ?? '', this.url);
    const { type, obj } = JSON.parse(bytes) as { type: string; obj: Json };
    this.received.push({ type, obj, hmacs: searchParams.getAll('hmac'), query: searchParams, bytes });
    this.answer(response);
    for (const waiter of this.waiting) if (this.received.length >= waiter.count) waiter.resolve();
  }

  private answer(response: ServerResponse): void {
    const behaviour = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    if (behaviour === 'hang') return;
    if (behaviour === 'reset') response.socket?.resetAndDestroy();
    else if (typeof behaviour === 'object') response.writeHead(302, { Location: behaviour.redirectTo }).end();
    else response.writeHead(behaviour ?? 200, { 'Content-Type': 'text/plain' }).end('taken');
  }
}
