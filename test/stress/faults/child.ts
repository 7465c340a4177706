import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Order, Report } from './messages.ts';

/** The built application as a process of its own, on a free port, with a sweeper that runs when the parent says so. */
const [, , folder = ''] = process.argv;
const load = (file: string): Promise<unknown> => import(pathToFileURL(join(folder, file)).href);

const { createApp } = (await load('app.factory.js')) as typeof import('../../../src/app.factory.js');
const { AppConfig } = (await load(
  'config/app-config.js',
)) as typeof import('../../../src/config/app-config.js');
const { SweeperService } = (await load(
  'modules/sweeper/index.js',
)) as typeof import('../../../src/modules/sweeper/index.js');

const app = await createApp(AppConfig.fromEnvironment());
await app.listen(0, '127.0.0.1');
process.on('message', (order: Order) => {
  if (order.kind === 'sweep') void sweep(order.id);
});
process.on('disconnect', () => process.exit());
report({ kind: 'ready', url: `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}` });

async function sweep(order: number): Promise<void> {
  const result = await app.get(SweeperService).run({ deadline: new Date(8.64e15) });
  report({ kind: 'done', order, result });
}

function report(message: Report): void {
  process.send?.(message);
}
