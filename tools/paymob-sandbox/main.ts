import { parseArgs } from 'node:util';
import { startPaymobSandbox } from './index.ts';

const USAGE = `Usage: npm run paymob-sandbox -- [--port 4020] [--data FILE] [--control-token TOKEN] [--seed SEED]

Starts a server on 127.0.0.1 that behaves like Paymob. Without --data everything is forgotten when it stops.`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4020' },
    data: { type: 'string' },
    'control-token': { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help === true) {
  console.log(USAGE);
} else {
  const sandbox = await startPaymobSandbox({
    port: Number(values.port),
    dataFile: values.data,
    controlToken: values['control-token'],
    seed: values.seed,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.stop().then(() => process.exit(0)));
  }
  const { url, controlToken, keys } = sandbox;
  // Printed last: whoever reads it may rely on all the rest.
  console.log(JSON.stringify({ url, controlToken, ...keys }, null, 2));
}
