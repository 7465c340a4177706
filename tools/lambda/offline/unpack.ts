import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

export interface UnpackedPackage {
  folder: string;
  remove(): Promise<void>;
}

/** Unpacks a Lambda package into a folder of its own outside of the repository, as Lambda unpacks it to /var/task. */
export async function unpack(zip: string): Promise<UnpackedPackage> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-task-'));
  for (const [name, contents] of Object.entries(unzipSync(await readFile(zip)))) {
    await writeFile(join(folder, name), contents, { mode: 0o755 });
  }
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
