import { hash, randomUUID } from 'node:crypto';
import express from 'express';
import { MongoClient, ObjectId, type Document } from 'mongodb';

/**
 * Placing an order as shops do that guard their stock by a version: read it, decide, write on condition that nobody was
 * quicker, and begin again when somebody was. It does the least that an order needs: no pricing, tax, shipping or
 * Idempotency-Key, no recovery from a crash.
 */
const { MONGODB_URI = '', PORT } = process.env;
const ATTEMPTS = 10;

const client = await new MongoClient(MONGODB_URI, { maxPoolSize: 3 }).connect();
const database = client.db();
const carts = database.collection('carts');
const products = database.collection('products');
const orders = database.collection<Document & { _id: string }>('reference_orders');
const stock = database.collection('reference_stock');

interface PlacingBody {
  cartId: string;
  email: string;
  shippingAddress: Document;
  paymentMethod: string;
}

const app = express();
app.use(express.json());
app.get('/health/ready', (_request, response) => void response.json({ status: 'ok' }));
app.post('/v1/orders', (request, response, next) => {
  place(request.body as PlacingBody, request.get('x-cart-token') ?? '').then(
    ({ status, body }) => response.status(status).json(body),
    next,
  );
});
app.listen(Number(PORT), '127.0.0.1');

async function place(
  { cartId, ...given }: PlacingBody,
  token: string,
): Promise<{ status: number; body: Document }> {
  const tokenHash = hash('sha256', token, 'base64url');
  const cart = await carts.findOne({ _id: new ObjectId(cartId), tokenHash, status: 'active' });
  if (cart === null) return { status: 404, body: { code: 'cart_not_found' } };
  const [line] = cart['lines'] as { sku: string; quantity: number }[];
  const product = await products.findOne({ 'variants.sku': line!.sku });
  const outcome = await take(line!.sku, line!.quantity);
  if (outcome !== 'taken') return { status: 409, body: { code: outcome } };
  const order = {
    _id: randomUUID(),
    ...given,
    status: 'pending',
    lines: [{ ...line, name: product?.['name'] as Document }],
  };
  await orders.insertOne(order);
  await carts.updateOne({ _id: cart._id }, { $set: { status: 'ordered', orderId: order._id } });
  return { status: 201, body: order };
}

async function take(sku: string, quantity: number): Promise<'taken' | 'out_of_stock' | 'version_conflict'> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const item = await stock.findOne({ sku });
    if (item === null || Number(item['available']) < quantity) return 'out_of_stock';
    const { matchedCount } = await stock.updateOne(
      { sku, version: Number(item['version']) },
      { $inc: { available: -quantity, version: 1 } },
    );
    if (matchedCount === 1) return 'taken';
  }
  return 'version_conflict';
}
