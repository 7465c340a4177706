import { ValidateBy } from 'class-validator';

/** A key that may stand in a MongoDB document and in an object: no dots, no leading dollar, nothing invisible. */
export const RECORD_KEY_PATTERN = /^(?!\$|__proto__$)[^.\p{C}]{1,50}$/u;
const MAX_VALUE_LENGTH = 500;

/** A flat object of texts, such as `{ "Colour": "Red" }`. */
export function IsTextRecord(maxKeys: number): PropertyDecorator {
  return ValidateBy({
    name: 'isTextRecord',
    validator: {
      validate: (value: unknown) => isTextRecord(value, maxKeys),
      defaultMessage: (args) =>
        `${args?.property} must be an object of at most ${maxKeys} texts of 1 to ${MAX_VALUE_LENGTH} characters; ` +
        'its keys have 1 to 50 characters without dots and do not begin with a dollar sign',
    },
  });
}

function isTextRecord(value: unknown, maxKeys: number): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value as Record<string, unknown>);
  return (
    entries.length <= maxKeys &&
    entries.every(
      ([key, text]) =>
        RECORD_KEY_PATTERN.test(key) &&
        typeof text === 'string' &&
        text.length > 0 &&
        text.length <= MAX_VALUE_LENGTH,
    )
  );
}
