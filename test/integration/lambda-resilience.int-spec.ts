import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { CONNECTION_OPTIONS } from '../../src/common/persistence/connection-options.js';
import { startPackageWorld, type PackageWorld } from '../../tools/lambda/pack/package-world.ts';
import {
  callApi,
  expectStatus,
  openSampleShop,
  type SampleShop,
} from '../../tools/lambda/pack/sample-shop.ts';
import { Container } from '../../tools/lambda/runtime/container.ts';
import { toHttpEvent } from '../../tools/lambda/http/http-event.ts';
import {
  buildInTemporaryFolder,
  linesWith,
  startFunction,
  type BuiltPackage,
  type RunningFunction,
} from './lambda-package.support.js';

jest.setTimeout(60_000);

/** A way to the database that can be closed and opened again, and that loses all its connections when it closes. */
class Cable {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  constructor(
    private readonly target: number,
    readonly port: number,
  ) {}

  static async to(target: number): Promise<Cable> {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    return new Cable(target, port);
  }

  async plugIn(): Promise<void> {
    this.server = createServer((socket) => {
      const onward = connect(this.target, '127.0.0.1');
      for (const end of [socket, onward]) {
        this.sockets.add(end);
        end.on('error', () => undefined).on('close', () => this.sockets.delete(end));
      }
      socket.pipe(onward).pipe(socket);
    });
    await new Promise<void>((resolve) => this.server!.listen(this.port, '127.0.0.1', resolve));
  }

  async unplug(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) =>
      this.server === undefined ? resolve(undefined) : this.server.close(resolve),
    );
    this.server = undefined;
  }
}

let built: BuiltPackage;
let world: PackageWorld;
let shop: SampleShop;

beforeAll(async () => {
  built = await buildInTemporaryFolder();
  world = await startPackageWorld();
  const direct = await startFunction(built.folder, world.environment);
  shop = await openSampleShop(direct.url, world.database, 1);
  await direct.stop();
}, 120_000);

afterAll(async () => {
  await world.stop();
  await built.remove();
});

/** The function with its database at the other end of a cable. */
async function startOnCable(cable: Cable): Promise<RunningFunction> {
  const uri = new URL(world.environment['MONGODB_URI']!);
  uri.port = String(cable.port);
  uri.searchParams.set('directConnection', 'true');
  return startFunction(built.folder, { ...world.environment, MONGODB_URI: uri.href });
}

const databasePort = () => Number(new URL(world.environment['MONGODB_URI']!).port);

describe('a container', () => {
  it('starts without a database, answers 503 meanwhile, and serves once it is there', async () => {
    const cable = await Cable.to(databasePort());
    const running = await startOnCable(cable);
    const path = `/v1/products/${shop.productIds[0]}`;

    const away = await callApi(running.url, 'GET', path);
    const alive = await callApi(running.url, 'GET', '/health/live');
    await cable.plugIn();
    const back = await callApi(running.url, 'GET', path);

    expect(away).toMatchObject({ status: 503, body: { code: 'service.unavailable' } });
    expect(away.headers.get('retry-after')).toBe('2');
    expect(alive.status).toBe(200);
    expect(back.status).toBe(200);
    expect(linesWith(running.output(), 'container ready')).toHaveLength(1);
    await running.stop();
    await cable.unplug();
  });

  it.each([
    ['longer than the server selection', Number(CONNECTION_OPTIONS.serverSelectionTimeoutMS) + 1_000, 1],
    ['of a moment, time and again', 300, 15],
  ])('serves after a freeze %s, in which it lost its connections', async (_, milliseconds, times) => {
    const cable = await Cable.to(databasePort());
    await cable.plugIn();
    const running = await startOnCable(cable);
    const path = `/v1/products/${shop.productIds[0]}`;
    await expectStatus(200, running.url, 'GET', path);

    for (let time = 0; time < times; time++) {
      running.lambda.freeze();
      await cable.unplug();
      await cable.plugIn();
      await delay(milliseconds);
      running.lambda.thaw();
      const thawed = await callApi(running.url, 'GET', path);

      expect(thawed).toMatchObject({ status: 200, body: { id: shop.productIds[0] } });
    }
    expect(running.lambda.coldStarts).toBe(1);
    await running.stop();
    await cable.unplug();
  });

  it('keeps its connection from one event to the next', async () => {
    const running = await startFunction(built.folder, world.environment);
    const path = `/v1/products/${shop.productIds[0]}`;
    await expectStatus(200, running.url, 'GET', path);
    const before = await connectionCount();

    for (let event = 0; event < 20; event++) await expectStatus(200, running.url, 'GET', path);

    expect(await connectionCount()).toBeLessThanOrEqual(before);
    await running.stop();
  });

  it.each([
    ['as it was sent', (path: string) => path],
    ['decoded, as HTTP APIs hand it on', decodeURIComponent],
  ])('finds an Arabic slug in a path that comes %s', async (_, toRawPath) => {
    const running = await startFunction(built.folder, world.environment);
    const path = `/v1/products/${encodeURIComponent('قميص-لا-يوجد')}`;
    const event = toHttpEvent(
      { url: '/', method: 'GET', headersDistinct: {}, socket: {} } as never,
      Buffer.alloc(0),
      'request-1',
    );

    const answer = (await running.lambda.invoke({ ...event, rawPath: toRawPath(path) })) as {
      statusCode: number;
      body: string;
    };

    expect(answer.statusCode).toBe(404);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'products.not_found', instance: path });
    await running.stop();
  });

  it('reads a JSON body that comes as base64', async () => {
    const running = await startFunction(built.folder, world.environment);
    const body = JSON.stringify({ email: 'nobody@example.com', password: 'not this one' });
    const event = toHttpEvent(
      {
        url: '/v1/auth/login',
        method: 'POST',
        headersDistinct: { 'content-type': ['application/json'] },
        socket: {},
      } as never,
      Buffer.from(body),
      'request-1',
    );

    const answer = (await running.lambda.invoke({
      ...event,
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    })) as { statusCode: number; body: string };

    expect(JSON.parse(answer.body)).toMatchObject({ status: 401, code: 'auth.invalid_credentials' });
    await running.stop();
  });

  it('runs the sweeper, which reports what it did, and ends before its time', async () => {
    const container = await Container.start({
      folder: built.folder,
      handler: 'lambda.sweeper',
      environment: world.environment,
      timeoutMs: 15_000,
    });

    const report = JSON.parse((await container.invoke({ source: 'aws.events' })).toString()) as Record<
      string,
      number
    >;

    expect(Object.keys(report).length).toBeGreaterThan(0);
    expect(Object.values(report).every((count) => Number.isInteger(count))).toBe(true);
    await container.stop();
  });
});

/** Connections that the database has now. */
async function connectionCount(): Promise<number> {
  const status = await world.database.admin().command({ serverStatus: 1 });
  return (status['connections'] as { current: number }).current;
}
