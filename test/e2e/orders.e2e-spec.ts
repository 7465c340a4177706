import { startTestApp, type TestApp } from '../support/app.js';

describe('orders', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp();
  });
  afterAll(() => shop.close());

  it('boots', async () => {
    const answer = await shop.http.get('/health/ready');
    expect(answer.body).toEqual({ status: 'ok' });
    const all = await shop.http.get('/v1/products');
    expect(all.status).toBe(200);
  });
});
