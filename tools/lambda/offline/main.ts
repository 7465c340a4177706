import { once } from 'node:events';
import { buildRuntimeClient } from '../runtime/runtime-client.ts';
import { startOfflineStack } from './offline-stack.ts';

/**
 * `npm run offline`: the package on this machine as on AWS, behind a local HTTP API on PORT (5000), with real events,
 * real cold starts, one request at a time per container, and the sweeper once a minute. Ends with Ctrl+C.
 */
const client = await buildRuntimeClient();
const stack = await startOfflineStack({
  port: Number(process.env['PORT'] ?? 5000),
  environment: { LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'log' },
  onOutput: (text) => process.stdout.write(text),
});
console.log(`
  API       ${stack.apiUrl}/v1/products     (${client.name})
  Paymob    ${stack.sandboxUrl}     (sandbox)
  MongoDB   ${stack.mongodbUri}
`);
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await stack.stop();
