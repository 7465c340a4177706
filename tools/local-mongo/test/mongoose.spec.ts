import mongoose from 'mongoose';
import { startLocalMongo, type LocalMongo } from '../index.ts';

/** What an application does through Mongoose, with nothing between. */
describe('Mongoose', () => {
  let server: LocalMongo;
  let connection: mongoose.Connection;

  beforeAll(async () => {
    server = await startLocalMongo();
    connection = await mongoose.createConnection(`${server.uri}shop`, { autoIndex: false }).asPromise();
  });

  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  it('creates, validates, populates, versions and indexes', async () => {
    const maker = new mongoose.Schema({ name: { type: String, required: true } });
    const product = new mongoose.Schema(
      {
        sku: { type: String, unique: true },
        price: Number,
        maker: { type: mongoose.Schema.Types.ObjectId, ref: 'Maker' },
        tags: [String],
        dimensions: mongoose.Schema.Types.Decimal128,
        attributes: { type: Map, of: Number },
      },
      { timestamps: true, optimisticConcurrency: true },
    );
    const Maker = connection.model('Maker', maker);
    const Product = connection.model('Product', product);
    expect(await Product.syncIndexes()).toEqual([]);
    expect(await Product.listIndexes()).toHaveLength(2);

    const acme = await Maker.create({ name: 'Acme' });
    const created = await Product.create({
      sku: 'a',
      price: 5,
      maker: acme.id,
      tags: ['x'],
      dimensions: '1.5',
      attributes: { weight: 2 },
    });
    await expect(Product.create({ sku: 'a' })).rejects.toMatchObject({ code: 11000 });

    const found = await Product.findOne({ sku: 'a' }).populate<{ maker: { name: string } }>('maker').orFail();
    expect(found.maker.name).toBe('Acme');
    expect(String(found.dimensions)).toBe('1.5');
    expect(found.attributes!.get('weight')).toBe(2);
    expect(found.createdAt).toBeInstanceOf(Date);

    const stale = await Product.findById(created.id).orFail();
    found.tags.push('y');
    await found.save();
    stale.tags.push('z');
    await expect(stale.save()).rejects.toThrow(mongoose.Error.VersionError);
    expect((await Product.findById(created.id).lean())!.tags).toEqual(['x', 'y']);

    await Product.bulkWrite([
      { updateOne: { filter: { sku: 'b' }, update: { $set: { price: 1 } }, upsert: true } },
      { deleteOne: { filter: { sku: 'a' } } },
    ]);
    expect(await Product.distinct('sku')).toEqual(['b']);
    expect(await Product.exists({ sku: 'b' })).not.toBeNull();
    expect(await Product.countDocuments({ price: { $lte: 1 } })).toBe(1);
    const seen = [];
    for await (const doc of Product.find().cursor({ batchSize: 1 })) seen.push(doc.sku);
    expect(seen).toEqual(['b']);
  });
});
