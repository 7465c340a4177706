import { ProviderUnavailableError } from '../../payment.errors.js';

export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member of an object; undefined of anything else. */
export function member(value: unknown, key: string): unknown {
  return isJson(value) ? value[key] : undefined;
}

/** @throws {ProviderUnavailableError} an answer that is not what was agreed; what it answers may have happened */
export function requireInteger(answer: unknown, key: string): number {
  const value = member(answer, key);
  if (!Number.isSafeInteger(value)) throw unexpectedAnswer(key);
  return value as number;
}

/** @throws {ProviderUnavailableError} as above */
export function requireText(answer: unknown, key: string): string {
  const value = member(answer, key);
  if (typeof value !== 'string' || value === '') throw unexpectedAnswer(key);
  return value;
}

export function unexpectedAnswer(what: string): ProviderUnavailableError {
  return new ProviderUnavailableError({
    isInDoubt: true,
    cause: new Error(`The answer has no valid ${what}`),
  });
}
