import { COLLECTION_COMMANDS } from './collections.ts';
import type { Command } from './dispatcher.ts';
import { EXPLAIN_COMMANDS } from './explain.ts';
import { FAIL_POINT_COMMANDS } from './fail-points.ts';
import { HANDSHAKE_COMMANDS } from './handshake.ts';
import { READ_COMMANDS } from './read.ts';
import { WRITE_COMMANDS } from './write.ts';

/** Every command by its name; all others are refused. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    ...HANDSHAKE_COMMANDS,
    ...READ_COMMANDS,
    ...WRITE_COMMANDS,
    ...COLLECTION_COMMANDS,
    ...EXPLAIN_COMMANDS,
    ...FAIL_POINT_COMMANDS,
  }),
);
