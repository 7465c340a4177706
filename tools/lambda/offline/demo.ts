import { demonstrate } from '../../demo/demonstrate.ts';
import { SALE_METHODS } from '../../demo/sale.ts';
import { buildRuntimeClient } from '../runtime/runtime-client.ts';
import { startOfflineStack } from './offline-stack.ts';

/**
 * `npm run demo:lambda`: the sale of `npm run demo`, on the package. Every request is an HTTP API event that the runtime
 * client takes from a local Runtime API, in a folder that holds the unpacked zip and nothing else.
 */
const client = await buildRuntimeClient();
console.log(`Runtime client: ${client.name}`);
const stack = await startOfflineStack({ sweepIntervalMs: 3_000 });
try {
  const isWhole = await demonstrate(stack, [...SALE_METHODS], 'shirt');
  console.log(`Containers started: ${stack.api.coldStarts}`);
  process.exitCode = isWhole ? 0 : 1;
} finally {
  await stack.stop();
}
