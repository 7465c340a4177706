import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { mongo } from 'mongoose';
import { readGatewayLog } from '../../src/cli/invariants/gateway-log.js';
import { reportViolations } from '../../src/cli/invariants/report-violations.js';
import { register, refresh } from '../support/accounts.js';
import { type Corruption, CORRUPTIONS } from '../support/invariant-corruptions.js';
import { expectInvariants, gatewayLog, violationsOf } from '../support/invariants.js';
import { PaymentScene } from '../support/payments.js';
import { liveThroughADay } from '../support/shop-day.js';

describe('npm run invariants', () => {
  let scene: PaymentScene;
  beforeAll(async () => {
    scene = await PaymentScene.open();
    await liveThroughADay(scene);
    const { refreshToken } = await register(scene.shop.test);
    await refresh(scene.shop.test, refreshToken).expect(200);
    await scene.shop.sweep();
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await scene.close();
  });

  it('finds nothing wrong with an honest shop, also against the gateway’s own log', async () => {
    await expectInvariants(scene.shop.test, scene.control);
  });

  it.each(CORRUPTIONS)('reports $name', async (corruption) => {
    const { app, db } = scene.shop.test;
    const restore = await corrupt(db, corruption);
    try {
      const gateway = await gatewayLog(scene.control);
      const violations = await violationsOf({ app, db }, { gateway });

      const found = violations.filter(
        ({ invariant, what }) => invariant === corruption.invariant && corruption.what.test(what),
      );
      expect({ found: found.length > 0, all: violations.map(({ what }) => what) }).toMatchObject({
        found: true,
      });
      for (const { hint, where } of found) {
        expect(hint).not.toBe('');
        expect(Object.keys(where)).not.toHaveLength(0);
      }
      if (corruption.isRepaired === true) {
        for (const { repair } of found) expect(await repair!()).toEqual(expect.any(String));
        expect(await violationsOf({ app, db }, { gateway })).toEqual([]);
      }
    } finally {
      await restore();
    }
  });

  it('reports an index that makes something happen once and is missing', async () => {
    const orders = scene.shop.test.db.collection('orders');
    await orders.dropIndex('number');
    try {
      const [violation, ...others] = await violationsOf(scene.shop.test);
      expect(violation).toMatchObject({ invariant: 'I4', what: 'The unique index on number is missing' });
      expect(others).toEqual([]);
    } finally {
      await orders.createIndex({ number: 1 }, { name: 'number', unique: true });
    }
  });

  it('ends a transfer that a crash has left open, and only once', async () => {
    const { db } = scene.shop.test;
    const items = db.collection('stock_items');
    const sku = await scene.shop.addProduct(10);
    const home = (await items.findOne({ sku }))!;
    const { _id: _, ...empty } = { ...home, shelf: 1, onHand: 0, available: 0, received: 0, adjustments: [] };
    const { insertedId } = await items.insertOne(empty);
    await items.updateOne(
      { sku, shelf: 0 },
      {
        $inc: { available: -4, onHand: -4, received: -4, transferSeq: 1 },
        $set: { outgoing: { to: insertedId, seq: 1, quantity: 4 } },
      },
    );

    const printed = await report(true);
    expect(printed).toContain('Ended the transfer of 4 units');
    expect(await items.findOne({ _id: insertedId })).toMatchObject({ available: 4, onHand: 4, received: 4 });
    expect(await violationsOf(scene.shop.test)).toEqual([]);
    await items.deleteMany({ sku });
    await db.collection('stock_adjustments').deleteMany({ sku });
  });

  it('prints what is broken, where, what to do and what it repaired, and counts what is left', async () => {
    const { db } = scene.shop.test;
    const item = (await db.collection('stock_items').findOne({ 'reservations.0': { $exists: true } }))!;
    await db.collection('stock_items').updateOne({ _id: item._id }, { $inc: { available: 7 } });

    const before = await report(false);
    expect(before).toContain(`I1  sku ${item['sku']}, location main, item ${String(item._id)}`);
    expect(before).toMatch(/available is \d+ and must be \d+/);
    expect(before).toMatch(/^I1 {2}1 broken/m);
    expect(before).toMatch(/^I8 {2}no coupons yet/m);
    expect(before).toMatch(/^1 left$/m);

    expect(await report(true)).toMatch(/repaired: Rebuilt: available[\s\S]*^0 left$/m);
    expect(await report(false)).toMatch(/^I1 {2}holds/m);
  });

  it('leaves alone what somebody has changed between the look and the repair', async () => {
    const { db } = scene.shop.test;
    const items = db.collection('stock_items');
    const { _id } = (await items.findOne({ 'reservations.0': { $exists: true } }))!;
    await items.updateOne({ _id }, { $inc: { available: 1 } });
    const [violation] = await violationsOf(scene.shop.test);
    await items.updateOne({ _id }, { $inc: { available: -1, version: 1 } });

    expect(await violation!.repair!()).toBeNull();
    expect(await violationsOf(scene.shop.test)).toEqual([]);
  });

  it('reads the gateway’s log from an address and from a file', async () => {
    const { sandbox, control } = scene;
    const url = `${sandbox.url}/__sandbox/ledger`;
    const file = join(tmpdir(), `ledger-${randomUUID()}.json`);
    await writeFile(file, JSON.stringify(await control.get('/ledger')));
    try {
      const downloaded = await readGatewayLog(url, sandbox.controlToken);
      expect(downloaded.length).toBeGreaterThan(0);
      expect(await readGatewayLog(file)).toEqual(downloaded);
      await expect(readGatewayLog(url, 'wrong')).rejects.toThrow(/was answered with 40/);
      await writeFile(file, '{}');
      await expect(readGatewayLog(file)).rejects.toThrow(/is not a gateway’s log/);
      expect(await readFile(file, 'utf8')).toBe('{}');
    } finally {
      await rm(file);
    }
  });

  async function report(repairs: boolean): Promise<string> {
    const { db } = scene.shop.test;
    const lines: string[] = [];
    const scope = { db, now: new Date(), graceMs: 120_000, pauseMs: 0 };
    const left = await reportViolations(scope, repairs, (line) => lines.push(line));
    return [...lines, `${left} left`].join('\n');
  }
});

/** Breaks a document; the answer mends it again, whatever has become of it meanwhile. */
async function corrupt(
  db: mongo.Db,
  { collection, filter, update }: Corruption,
): Promise<() => Promise<unknown>> {
  const documents = db.collection(collection);
  const before = await documents.findOne(filter);
  if (before === null) throw new Error(`No document of ${collection} fits ${JSON.stringify(filter)}`);
  const { _id } = before;
  if (update === 'delete') await documents.deleteOne({ _id });
  else await documents.updateOne({ _id }, update);
  return () => documents.replaceOne({ _id }, before, { upsert: true });
}
