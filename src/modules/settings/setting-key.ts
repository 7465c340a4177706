import type { ErrorDetail } from '../../common/errors/domain.error.js';

/** One part of the shop's configuration: its name, what applies until somebody sets it, and what makes a value valid. */
export interface SettingKey<T extends object> {
  /** Stable: the document's id and the last part of the address `/v1/settings/{name}`. */
  readonly name: string;
  readonly defaultValue: T;
  /** The rules that a DTO cannot state, such as those between fields; each problem with an RFC 6901 pointer into the value. */
  check(value: T): ErrorDetail[];
}

/** Version 0 is the built-in default; each write counts up. */
export interface Versioned<T> {
  readonly value: T;
  readonly version: number;
}
