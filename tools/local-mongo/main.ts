import { parseArgs } from 'node:util';
import { startLocalMongo } from './index.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '27017' },
    standalone: { type: 'boolean', default: false },
  },
});

const server = await startLocalMongo({
  port: Number(values.port),
  replicaSet: values.standalone ? null : 'rs0',
});
console.log(`MongoDB protocol at ${server.uri} (data in memory)`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
}
