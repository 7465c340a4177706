import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The path of an installed Chromium; CHROMIUM_PATH names another one. In CI a missing one is installed from Debian.
 * @throws {Error} saying what to do, when there is none
 */
export function chromiumPath(): string {
  const wanted = process.env['CHROMIUM_PATH'];
  const found = wanted ?? PATHS.find((path) => existsSync(path));
  if (found !== undefined) return found;
  if (process.env['CI'] !== undefined) {
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { stdio: 'inherit' });
    return PATHS[0]!;
  }
  throw new Error('The browser tests need Chromium: apt-get install chromium, or set CHROMIUM_PATH');
}
