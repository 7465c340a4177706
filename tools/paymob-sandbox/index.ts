import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildApp } from './app.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { ACCOUNT, INTEGRATIONS } from './seed.ts';

export interface PaymobSandboxOptions {
  /** Default: a free port. */
  port?: number;
  /** The SQLite file that keeps everything, waiting callbacks included; default: memory. */
  dataFile?: string;
  hmacSecret?: string;
  /** Opens the control interface; default: random. */
  controlToken?: string;
  /** From which all tokens and secrets of the sandbox follow; default: random. */
  seed?: string;
  /** The real time in milliseconds since 1970; the control interface adds to it. */
  now?: () => number;
}

export interface PaymobSandbox {
  /** Without a slash at the end; the value for PAYMOB_BASE_URL. */
  url: string;
  /** For the header X-Sandbox-Token of the control interface. */
  controlToken: string;
  keys: {
    apiKey: string;
    secretKey: string;
    publicKey: string;
    hmacSecret: string;
    ownerId: number;
    profileId: number;
    iframeId: number;
    /** Integration ids by name, such as `card`, `wallet` and `kiosk`. */
    integrations: Record<string, number>;
  };
  /** Stops the server; callbacks under way are cut short and stay queued in the data file. */
  stop(): Promise<void>;
}

/** Starts a server on the loopback interface that behaves like Paymob; see README.md for what it does and what it assumes. */
export async function startPaymobSandbox(options: PaymobSandboxOptions = {}): Promise<PaymobSandbox> {
  const { dataFile, now = Date.now } = options;
  const controlToken = options.controlToken ?? randomBytes(16).toString('hex');
  const hmacSecret = options.hmacSecret ?? ACCOUNT.hmacSecret;
  const seed = options.seed ?? randomBytes(16).toString('hex');
  const { server, url } = await listen(options.port ?? 0);
  const sandbox = createSandbox({ baseUrl: url, dataFile, hmacSecret, seed, now });
  server.on('request', buildApp(sandbox, controlToken));
  sandbox.scheduler.wake();
  let stopped: Promise<void> | undefined;
  return {
    url,
    controlToken,
    keys: {
      ...ACCOUNT,
      hmacSecret,
      integrations: Object.fromEntries(INTEGRATIONS.map(({ name, id }) => [name, id])),
    },
    stop: () => (stopped ??= stop(server, sandbox)),
  };
}

async function stop(server: Server, sandbox: Sandbox): Promise<void> {
  sandbox.scheduler.stop();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await Promise.all([closed, sandbox.deliveries.pause()]);
  sandbox.store.close();
}

/** The port must be known before the sandbox is made, since its answers hold its own address. */
async function listen(port: number): Promise<{ server: Server; url: string }> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
