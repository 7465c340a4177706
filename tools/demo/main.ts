import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { STACK_FILE, type StackAddresses } from '../dev/stack-file.ts';
import { startTemporaryStack } from '../dev/temporary-stack.ts';
import { demonstrate } from './demonstrate.ts';
import { SALE_METHODS, type SaleMethod } from './sale.ts';

const USAGE = `Usage: npm run demo [-- --method card|wallet|kiosk|cod] [--search WORDS]

Sells something over real HTTP, from registration to the paid order, by each payment method or by one of them.
Uses the shop that npm run dev has started, or starts one of its own for the time. Ends with 0 only if every step holds.`;

const { values } = parseArgs({
  options: {
    method: { type: 'string' },
    search: { type: 'string', default: 'shirt' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help === true) {
  console.log(USAGE);
  process.exit(0);
}

const { method } = values;
if (method !== undefined && !SALE_METHODS.includes(method as SaleMethod)) {
  console.error(USAGE);
  process.exit(2);
}
const methods = method === undefined ? [...SALE_METHODS] : [method as SaleMethod];

const running = await runningStack();
const own = running === undefined ? await startTemporaryStack() : undefined;
const stack: StackAddresses = running ?? own!;
try {
  const isWhole = await demonstrate(stack, methods, values.search);
  process.exitCode = isWhole ? 0 : 1;
} finally {
  await own?.stop();
}

/** The shop of `npm run dev`, when it is up. */
async function runningStack(): Promise<StackAddresses | undefined> {
  if (!existsSync(STACK_FILE)) return undefined;
  const stack = JSON.parse(readFileSync(STACK_FILE, 'utf8')) as StackAddresses;
  const isUp = await fetch(`${stack.apiUrl}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );
  return isUp ? stack : undefined;
}
