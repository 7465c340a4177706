import { existsSync } from 'node:fs';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The path of an installed Chromium; CHROMIUM_PATH names another one.
 * @throws {Error} saying what to do, when there is none
 */
export function chromiumPath(): string {
  const path = process.env['CHROMIUM_PATH'] ?? PATHS.find((candidate) => existsSync(candidate));
  if (path !== undefined) return path;
  throw new Error('The browser tests need Chromium: apt-get install chromium, or set CHROMIUM_PATH');
}
