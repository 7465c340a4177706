import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { jest } from '@jest/globals';
import { CODE_CACHE_FILE } from '../../tools/lambda/loader/load-application.ts';
import { startPackageWorld, type PackageWorld } from '../../tools/lambda/pack/package-world.ts';
import {
  callApi,
  expectStatus,
  openSampleShop,
  type SampleShop,
} from '../../tools/lambda/pack/sample-shop.ts';
import {
  buildInTemporaryFolder,
  linesWith,
  startFunction,
  type BuiltPackage,
  type RunningFunction,
} from './lambda-package.support.js';

jest.setTimeout(60_000);

let built: BuiltPackage;
let world: PackageWorld;
let running: RunningFunction;
let shop: SampleShop;

beforeAll(async () => {
  built = await buildInTemporaryFolder();
  world = await startPackageWorld();
  running = await startFunction(built.folder, world.environment);
  shop = await openSampleShop(running.url, world.database, 1);
}, 120_000);

afterAll(async () => {
  await running.stop();
  await world.stop();
  await built.remove();
});

describe('the package', () => {
  it('needs nothing beside it but what Node has built in', () => {
    const needed = Object.values(built.contents.outputs).flatMap(({ imports }) => imports);

    expect(needed.filter(({ path }) => !isBuiltin(path))).toEqual([]);
    expect(relative(process.cwd(), built.folder)).toMatch(/^\.\./);
  });

  it('connects to the database', async () => {
    const { status } = await callApi(running.url, 'GET', '/health/ready');

    expect(status).toBe(200);
  });

  it('boots once per container, however many events come', async () => {
    for (let event = 0; event < 5; event++) await expectStatus(200, running.url, 'GET', '/health/live');

    expect(running.lambda.coldStarts).toBe(1);
    expect(linesWith(running.output(), 'container ready')).toHaveLength(1);
  });

  it.each([
    [{ name: 5, variants: 'x', isAdmin: true }, ['/name', '/variants', '/isAdmin']],
    [{ status: 'for sale' }, ['/status']],
    [{ variants: [{ sku: 'bad sku' }] }, ['/variants/0/sku']],
  ])('refuses a PATCH with the bad body %j, naming each field', async (body, pointers) => {
    const path = `/v1/products/${shop.productIds[0]}`;
    const token = shop.adminToken;
    const before = await expectStatus(200, running.url, 'GET', path, { token });

    const answer = await callApi(running.url, 'PATCH', path, { body, token, headers: { 'If-Match': '*' } });

    const after = await expectStatus(200, running.url, 'GET', path, { token });
    const errors = answer.body['errors'] as { pointer: string }[];
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.validation_failed' } });
    expect(errors.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(pointers));
    expect(after.body).toEqual(before.body);
  });

  it('keeps the names of the collections', async () => {
    const collections = await world.database.listCollections({}, { nameOnly: true }).toArray();
    const names = collections.map(({ name }) => name);

    expect(names).toEqual(expect.arrayContaining(['products', 'stock_items', 'users']));
    // Minified class names would have become collections of one or two letters.
    expect(names.filter((name) => name.length < 4)).toEqual([]);
  });

  it('has no Swagger in it', async () => {
    const inputs = Object.keys(built.contents.inputs);
    const { status } = await callApi(running.url, 'GET', '/docs');

    expect(inputs.filter((path) => /node_modules\/(@nestjs\/swagger|swagger-ui)/.test(path))).toEqual([]);
    expect(status).toBe(404);
  });

  it('says so in a metric when V8 refuses the code cache, and serves all the same', async () => {
    await writeFile(join(built.folder, CODE_CACHE_FILE), zstdCompressSync(randomBytes(10_000)));
    const other = await startFunction(built.folder, world.environment);

    const { status } = await callApi(other.url, 'GET', `/v1/products/${shop.productIds[0]}`);

    expect(status).toBe(200);
    expect(linesWith(other.output(), 'CodeCacheRefused')).toEqual([
      expect.objectContaining({ CodeCacheRefused: 1, message: 'code cache refused', node: process.version }),
    ]);
    await other.stop();
  });

  it('tells of requests and of its own start in metrics', async () => {
    await expectStatus(200, running.url, 'GET', `/v1/products/${shop.productIds[0]}`);

    const [start] = linesWith(running.output(), 'container ready');
    const request = linesWith(running.output(), '"/v1/products/:idOrSlug"').at(-1);
    expect(start).toMatchObject({
      ColdStarts: 1,
      service: 'ecommerce-backend-local',
      _aws: { CloudWatchMetrics: [{ Namespace: 'ecommerce-backend' }] },
    });
    expect(request).toMatchObject({
      method: 'GET',
      status: 200,
      area: 'catalogue',
      Latency: expect.any(Number),
      requestId: expect.any(String),
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });
});
