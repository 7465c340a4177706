import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_ZIPPED } from '../../lambda/pack/package-size.ts';
import type { Section } from '../section.ts';

const ZIP = join(import.meta.dirname, '../../../build/lambda.zip');
const MB = 1024 * 1024;

export const packageSize: Section = {
  name: 'package',
  title: 'Lambda package, code cache included',
  async run() {
    const { size } = await stat(ZIP);
    return [
      {
        what: 'zipped',
        value: size / MB,
        unit: 'MB',
        goal: `≤ ${MAX_ZIPPED / MB} MB`,
        reached: size <= MAX_ZIPPED,
      },
    ];
  },
};
