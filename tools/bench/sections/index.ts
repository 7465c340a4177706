import type { Section } from '../section.ts';
import { coldStart } from './cold-start.ts';
import { lists } from './lists.ts';
import { localMongo } from './local-mongo.ts';
import { memory } from './memory.ts';
import { memorySizes } from './memory-sizes.ts';
import { orders } from './orders.ts';
import { packageSize } from './package.ts';
import { throughput } from './throughput.ts';
import { warmRead } from './warm-read.ts';

/** All parts of the bench, in the order in which they run. */
export const SECTIONS: Section[] = [
  packageSize,
  coldStart,
  warmRead,
  memory,
  memorySizes,
  throughput,
  orders,
  lists,
  localMongo,
];
