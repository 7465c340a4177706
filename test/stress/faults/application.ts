import './boundaries.ts';
import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../src/app.factory.js';
import { AppConfig } from '../../../src/config/app-config.js';
import { SweeperService } from '../../../src/modules/sweeper/index.js';
import type { Order, Report } from './messages.ts';

/** The application as a process of its own, on a free port, with a sweeper that runs when the parent says so. */
async function main(): Promise<void> {
  const app = await createApp(AppConfig.fromEnvironment());
  await app.listen(0, '127.0.0.1');
  process.on('message', (order: Order) => {
    if (order.kind !== 'sweep') return;
    void app
      .get(SweeperService)
      .run({ deadline: new Date(8.64e15) })
      .then((result) => report({ kind: 'done', order: order.id, result }));
  });
  process.on('disconnect', () => process.exit());
  const { port } = app.getHttpServer().address() as AddressInfo;
  report({ kind: 'ready', url: `http://127.0.0.1:${port}` });
}

function report(message: Report): void {
  process.send?.(message);
}

void main();
