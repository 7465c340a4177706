import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const VENV = join(import.meta.dirname, '../../.local/deploy-tools');
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const NEEDED = ['aws', 'cfn-lint', 'moto_server'];

/**
 * A PATH on which the emulator, the linter and the AWS command line are: the machine's own when it has them, else a
 * virtual environment that is made once (about a minute; needs Python 3).
 */
export async function pathWithPythonTools(): Promise<string> {
  const path = process.env['PATH'] ?? '';
  if ((await Promise.all(NEEDED.map((name) => isOnPath(name, path)))).every(Boolean)) return path;
  const bin = join(VENV, 'bin');
  if (!(await isOnPath('moto_server', bin))) {
    await run('python3', ['-m', 'venv', VENV]);
    await run(join(bin, 'pip'), ['install', '--quiet', '--requirement', REQUIREMENTS]);
  }
  return bin + delimiter + path;
}

async function isOnPath(name: string, path: string): Promise<boolean> {
  const found = path.split(delimiter).map((folder) =>
    access(join(folder, name)).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(found)).includes(true);
}
