import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startPackageWorld } from './package-world.ts';
import { openSampleShop } from './sample-shop.ts';
import { warmUp } from './warm-up.ts';

/**
 * Makes the V8 code cache of the package in a folder, after the application has served real requests there.
 * @param node the Node that Lambda will run; a cache made by another version of V8 is refused
 */
export async function makeCodeCache(folder: string, node: string): Promise<void> {
  const world = await startPackageWorld();
  try {
    const child = spawn(node, [join(import.meta.dirname, 'code-cache-process.ts'), folder], {
      env: { PATH: process.env['PATH'] ?? '', ...world.environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit') as Promise<[number | null]>;
    try {
      const url = `http://127.0.0.1:${await portOf(child.stdout)}`;
      const shop = await openSampleShop(url, world.database, 3);
      await warmUp(url, shop);
    } catch (error) {
      child.kill();
      throw error;
    }
    child.stdin.end();
    const [code] = await exited;
    if (code !== 0) throw new Error(`The process that makes the code cache exited with ${code}`);
  } finally {
    await world.stop();
  }
}

async function portOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const port = /^listening on (\d+)$/.exec(line)?.[1];
    if (port !== undefined) {
      output.resume();
      return port;
    }
  }
  throw new Error('The packaged application did not start');
}
