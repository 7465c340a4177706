import { parseArgs } from 'node:util';
import { startLocalMongo } from './index.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '27017' },
    data: { type: 'string' },
    standalone: { type: 'boolean', default: false },
  },
});

const server = await startLocalMongo({
  port: Number(values.port),
  ...(values.data !== undefined && { dataDir: values.data }),
  replicaSet: values.standalone ? null : 'rs0',
});
const place = values.data === undefined ? 'memory' : values.data;
console.log(`MongoDB protocol at ${server.uri} (data in ${place})`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
}
