import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../lambda/http/free-port.ts';
import { pathWithPythonTools } from './python-tools.ts';

export interface Emulator {
  url: string;
  /** Environment in which osls and the AWS command line talk to the emulator and to nothing else. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;

/** Starts moto, an emulator of AWS's interfaces, in memory and on a free port. */
export async function startEmulator(): Promise<Emulator> {
  const path = await pathWithPythonTools();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn('moto_server', ['--host', '127.0.0.1', '--port', String(port)], {
    env: { ...process.env, PATH: path },
    stdio: 'ignore',
  });
  const exited = once(server, 'exit');
  await waitUntilUp(url, server);
  return {
    url,
    environment: {
      PATH: path,
      HOME: process.env['HOME'] ?? '',
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'emulator',
      AWS_SECRET_ACCESS_KEY: 'emulator',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_PAGER: '',
      SLS_TELEMETRY_DISABLED: '1',
    },
    async stop() {
      server.kill();
      await exited;
    },
  };
}

async function waitUntilUp(url: string, server: { exitCode: number | null }): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && server.exitCode === null) {
    if (
      await fetch(`${url}/moto-api/`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await delay(100);
  }
  throw new Error('The AWS emulator did not start');
}
