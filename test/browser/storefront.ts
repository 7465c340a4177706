import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The shop's own pages, as far as a payment needs them: one that shows Paymob's iframe, and that of the order. */
export class Storefront {
  private constructor(private readonly server: Server) {}

  static async open(): Promise<Storefront> {
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://storefront');
      const frame = searchParams.get('frame');
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(
        pathname.startsWith('/orders/')
          ? `<!doctype html><title>Order</title><h1>Order ${pathname.slice('/orders/'.length)}</h1>`
          : `<!doctype html><title>Pay</title><iframe src="${frame}" width="420" height="760"></iframe>`,
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Storefront(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}
