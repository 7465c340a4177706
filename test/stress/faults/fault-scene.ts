import type { mongo } from 'mongoose';
import supertest from 'supertest';
import { findViolations } from '../../../src/cli/invariants/find-violations.js';
import { ControlClient } from '../../../tools/paymob-sandbox/control-client.ts';
import { type PaymobSandbox, startPaymobSandbox } from '../../../tools/paymob-sandbox/index.ts';
import type { TestApp } from '../../support/app.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { testEnvironment } from '../../support/environment.js';
import { gatewayLog } from '../../support/invariants.js';
import { paymobEnvironment, untilNoonMs } from '../../support/payments.js';
import { TestShop } from '../../support/shop.js';
import { AppProcess, type BuiltApplication } from './app-process.js';

const ADMIN = { email: 'admin@example.com', password: 'correct-horse-battery-staple' };
const MINUTE_MS = 60_000;

/**
 * A shop whose process may end at any moment, and the provider and database that outlive it. The next process is always
 * being started already.
 */
export class FaultScene {
  readonly control: ControlClient;
  shop: TestShop;
  process: AppProcess;
  private spare: Promise<AppProcess>;

  private constructor(
    private readonly database: TestDatabase,
    private readonly sandbox: PaymobSandbox,
    private readonly bundle: string,
    private readonly environment: Record<string, string>,
    private aheadMs: number,
  ) {
    this.control = new ControlClient(sandbox);
    this.spare = AppProcess.start(bundle, environment);
  }

  /** @param overrides of the environment of the application */
  static async open(
    { bundle }: BuiltApplication,
    overrides: Record<string, string> = {},
  ): Promise<FaultScene> {
    const aheadMs = untilNoonMs();
    const sandbox = await startPaymobSandbox({ now: () => Date.now() + aheadMs });
    const database = await createTestDatabase();
    const environment = testEnvironment({
      MONGODB_URI: database.uri,
      RATE_LIMIT_FACTOR: '1000000',
      ...paymobEnvironment(sandbox),
      ...overrides,
    });
    const scene = new FaultScene(database, sandbox, bundle, environment, aheadMs);
    // Callbacks are sent by the test or not at all.
    await scene.control.post('/scenarios', { effects: { hold: true } });
    await scene.appointAdmin();
    await scene.renew({ minutes: 0 });
    return scene;
  }

  get db(): mongo.Db {
    return this.database.db;
  }

  private async appointAdmin(): Promise<void> {
    const { url } = await this.spare;
    const person = { ...ADMIN, firstName: 'Shop', lastName: 'Admin' };
    await supertest(url).post('/v1/auth/register').send(person).expect(201);
    await this.db
      .collection('users')
      .updateOne({ email: ADMIN.email }, { $set: { role: 'admin', adminRank: 1 } });
  }

  /** A new process takes over, so much later. */
  async renew({ minutes }: { minutes: number }): Promise<void> {
    await this.process?.stop();
    this.process = await this.spare;
    this.spare = AppProcess.start(this.bundle, this.environment);
    await this.pass({ minutes });
  }

  /** Access tokens live for a quarter of an hour. */
  private async signIn(): Promise<void> {
    const http = supertest.agent(this.process.url);
    const { body } = await http.post('/v1/auth/login').send(ADMIN).expect(200);
    const { accessToken } = body as { accessToken: string };
    // Of the application in this process only its address is used.
    this.shop = new TestShop({ http } as TestApp, { Authorization: `Bearer ${accessToken}` });
  }

  /** Lets time pass for the shop and its provider. */
  async pass({ minutes }: { minutes: number }): Promise<void> {
    this.aheadMs += minutes * MINUTE_MS;
    await this.process.setTime(this.aheadMs);
    await this.control.post('/clock/advance', { seconds: minutes * 60 });
    await this.signIn();
  }

  /** Lets the sweeper work off all that earlier customers have left. */
  async clear(): Promise<void> {
    await this.pass({ minutes: 31 });
    await this.process.sweep();
    await this.process.sweep();
  }

  /** What is broken now that nothing happens any more; work that became due within the grace is left to the next sweep. */
  async violations(graceMs = 0): Promise<string[]> {
    const now = new Date(Date.now() + this.aheadMs);
    const scope = { db: this.db, now, graceMs, pauseMs: 0, gateway: await gatewayLog(this.control) };
    const found: string[] = [];
    for await (const { invariant, what, where } of findViolations(scope)) {
      found.push(`${invariant} ${JSON.stringify(where)}: ${what}`);
    }
    return found;
  }

  async close(): Promise<void> {
    await this.process.stop();
    await (await this.spare).stop();
    await this.sandbox.stop();
    await this.database.drop();
  }
}
