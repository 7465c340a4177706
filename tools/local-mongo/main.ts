import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';

// Most of a start is reading TypeScript: the second one finds it read.
enableCompileCache();
const { startLocalMongo } = await import('./index.ts');

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
