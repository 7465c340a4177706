import { parseArgs } from 'node:util';
import { mongo } from 'mongoose';
import { readGatewayLog } from './invariants/gateway-log.js';
import { reportViolations } from './invariants/report-violations.js';

const USAGE = `Usage: npm run invariants [-- --repair] [-- --gateway-log URL|FILE]

Checks the invariants I1 to I9 on the database at MONGODB_URI, prints what is broken and where, and exits with 1 if
anything is. It may run beside a busy shop. --repair mends what can be rebuilt from the ledgers, each by a conditional
write. --gateway-log compares with the payment provider's own log: the sandbox's /__sandbox/ledger (its token in
GATEWAY_LOG_TOKEN) or a file of the same form.`;

/** Work that is younger may be in progress; the design promises that nothing is left in between for longer. */
const GRACE_MS = 2 * 60_000;
const PAUSE_MS = 1_000;

/** `npm run invariants`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      repair: { type: 'boolean', default: false },
      'gateway-log': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const uri = process.env['MONGODB_URI'];
  if (values.help || uri === undefined) throw new Error(USAGE);
  const source = values['gateway-log'];
  const gateway =
    source === undefined ? undefined : await readGatewayLog(source, process.env['GATEWAY_LOG_TOKEN']);
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5_000, readPreference: 'primary' });
  try {
    await client.connect();
    const scope = { db: client.db(), now: new Date(), graceMs: GRACE_MS, pauseMs: PAUSE_MS, gateway };
    const remaining = await reportViolations(scope, values.repair, (line) => console.log(line));
    process.exitCode = remaining > 0 ? 1 : 0;
  } finally {
    await client.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
