import type { Value } from '../bson/value.ts';

/** What a modifier makes of the value at its path: a new value, or undefined to leave the path alone. */
export type Change = (current: Value | undefined) => Value | undefined;
