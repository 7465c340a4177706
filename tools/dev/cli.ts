import { existsSync, readFileSync } from 'node:fs';
import { run } from './run.ts';
import { STACK_FILE, type StackAddresses } from './stack-file.ts';

/** Runs a command of src/cli on the database at MONGODB_URI or, without it, on that of the running `npm run dev`. */
const [command, ...args] = process.argv.slice(2);
const mongodbUri = process.env['MONGODB_URI'] ?? runningDatabase();
if (mongodbUri === undefined) {
  console.error('Set MONGODB_URI to the database, or start npm run dev and use its own');
  process.exit(1);
}
await run('nest', ['build']);
try {
  await run('node', [`dist/cli/${command}.js`, ...args], {
    env: { ...process.env, MONGODB_URI: mongodbUri },
  });
} catch {
  process.exitCode = 1;
}

function runningDatabase(): string | undefined {
  if (!existsSync(STACK_FILE)) return undefined;
  return (JSON.parse(readFileSync(STACK_FILE, 'utf8')) as StackAddresses).mongodbUri;
}
