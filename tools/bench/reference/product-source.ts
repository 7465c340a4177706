import { MongoClient, ObjectId, type Document } from 'mongodb';

const uri = process.env['MONGODB_URI'] ?? '';
const client = new MongoClient(uri, { maxPoolSize: 3, serverSelectionTimeoutMS: 4_000 });
const connected = client.connect();

/** What the product route of the shop reads and answers, done by hand: one product and the stock of its variants. */
export async function readProduct(id: string): Promise<object | null> {
  await connected;
  const database = client.db();
  const product = await database.collection('products').findOne({ _id: new ObjectId(id) });
  if (product === null) return null;
  const variants = product['variants'] as Document[];
  const skus = variants.map((variant) => String(variant['sku']));
  const stock = await database
    .collection('stock_items')
    .find({ sku: { $in: skus } }, { projection: { _id: 0, sku: 1, available: 1 } })
    .toArray();
  const levels = new Map(stock.map((item) => [String(item['sku']), Number(item['available'])]));
  return {
    id,
    slug: product['slug'],
    name: product['name'],
    description: product['description'],
    images: product['images'],
    options: product['options'],
    tags: product['tags'],
    attributes: product['attributes'],
    categoryIds: product['categoryIds'],
    variants: variants.map((variant) => ({
      sku: variant['sku'],
      optionValues: variant['optionValues'],
      price: { amountMinor: variant['priceMinor'], currency: 'EGP' },
      available: levels.get(String(variant['sku'])) ?? 0,
    })),
    updatedAt: product['updatedAt'],
  };
}
