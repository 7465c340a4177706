import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ControlClient } from './control-client.ts';
import type { Json } from './model/json.ts';
import { Shop } from './testing/shop.ts';
import { intentionRequest } from './testing/merchant.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

interface Started {
  process: ChildProcess;
  url: string;
  controlToken: string;
  secretKey: string;
}

/** Two processes are started one after the other, on a machine that may be busy. */
const TIMEOUT_MS = 60_000;

describe('the command', () => {
  const running = new Set<ChildProcess>();
  let folder: string;
  let shop: Shop;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paymob-sandbox-main-'));
    shop = await Shop.start();
  });
  afterEach(async () => {
    for (const child of running) await end(child, 'SIGKILL');
  });
  afterAll(async () => {
    await Promise.all([shop.stop(), rm(folder, { recursive: true })]);
  });

  async function start(...parameters: string[]): Promise<Started> {
    const child = spawn(process.execPath, [MAIN, '--port', '0', ...parameters], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.add(child);
    let output = '';
    for await (const chunk of child.stdout ?? []) {
      output += String(chunk);
      if (output.endsWith('}\n')) break;
    }
    return { process: child, ...(JSON.parse(output) as Omit<Started, 'process'>) };
  }

  async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
    running.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  }

  it(
    'stops cleanly when it is asked to',
    async () => {
      const { process: child } = await start();

      expect(await end(child, 'SIGTERM')).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    'delivers a callback that was waiting when the process was killed',
    async () => {
      const data = ['--data', join(folder, 'killed.sqlite')];
      const before = await start(...data);
      shop.answers = ['hang'];
      const response = await fetch(`${before.url}/v1/intention/`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Token ${before.secretKey}` },
        body: JSON.stringify(intentionRequest({ notification_url: shop.hookUrl })),
      });
      const { intention_order_id: orderId } = (await response.json()) as { intention_order_id: number };
      await new ControlClient(before).post(`/orders/${orderId}/pay`);
      await shop.arrived(1);
      await end(before.process, 'SIGKILL');
      shop.answers = [200];

      const after = await start(...data);
      const [first, second] = await shop.arrived(2);

      expect(second).toEqual(first);
      const { order } = await new ControlClient(after).get<{ order: Json }>(`/orders/${orderId}`);
      expect(order).toMatchObject({ payment_status: 'PAID' });
    },
    TIMEOUT_MS,
  );
});
