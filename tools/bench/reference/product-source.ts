import { MongoClient, ObjectId, type Document } from 'mongodb';

const uri = process.env['MONGODB_URI'] ?? '';
const client = new MongoClient(uri, { maxPoolSize: 3, serverSelectionTimeoutMS: 4_000 });
const connected = client.connect();

/** What the product route of the shop reads and answers, done by hand: one product and the stock of its variants. */
export async function readProduct(id: string): Promise<object | null> {
  await connected;
  const product = await client
    .db()
    .collection('products')
    .findOne({ _id: new ObjectId(id) });
  if (product === null) return null;
  const levels = await readLevels([product]);
  return {
    ...head(product, levels),
    description: product['description'],
    images: product['images'],
    tags: product['tags'],
    attributes: product['attributes'],
    updatedAt: product['updatedAt'],
  };
}

/** The first page of the product list, the newest first, in the same way and by the same index. */
export async function readPage(limit: number): Promise<object> {
  await connected;
  const products = await client
    .db()
    .collection('products')
    .find({ status: 'published', listKeys: '*' })
    .sort({ _id: -1 })
    .limit(limit)
    .toArray();
  const levels = await readLevels(products);
  return { items: products.map((product) => head(product, levels)) };
}

async function readLevels(products: Document[]): Promise<Map<string, number>> {
  const skus = products.flatMap((product) => variantsOf(product).map((variant) => String(variant['sku'])));
  const stock = await client
    .db()
    .collection('stock_items')
    .find({ sku: { $in: skus } }, { projection: { _id: 0, sku: 1, available: 1 } })
    .toArray();
  return new Map(stock.map((item) => [String(item['sku']), Number(item['available'])]));
}

function head(product: Document, levels: Map<string, number>): object {
  return {
    id: product['_id'] as ObjectId,
    slug: product['slug'] as string,
    name: product['name'] as Document,
    options: product['options'] as string[],
    categoryIds: product['categoryIds'] as ObjectId[],
    variants: variantsOf(product).map((variant) => ({
      sku: variant['sku'] as string,
      optionValues: variant['optionValues'] as Document,
      price: { amountMinor: variant['priceMinor'] as number, currency: 'EGP' },
      available: levels.get(String(variant['sku'])) ?? 0,
    })),
  };
}

function variantsOf(product: Document): Document[] {
  return product['variants'] as Document[];
}
