import { isJson, type Json } from '../model/json.ts';
import { ApiError } from '../wire/api-error.ts';

type Problem = string[] | { [field: string]: Problem };

const REQUIRED = 'This field is required.';
const LARGEST_AMOUNT = 2 ** 31 - 1;

/** Reads the fields of a body and gathers what is wrong with them in the words of Django REST framework. */
export class Fields {
  private readonly source: Json;
  private readonly problems: Record<string, Problem> = {};

  constructor(source: unknown) {
    this.source = isJson(source) ? source : {};
  }

  has(name: string): boolean {
    return this.source[name] !== undefined && this.source[name] !== null;
  }

  /** An integer, also one written as text, as in "100". */
  integer(name: string, { min = 1, max = LARGEST_AMOUNT } = {}): number {
    const value = this.source[name];
    if (!this.has(name) || value === '') return this.fail(name, REQUIRED, 0);
    const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isSafeInteger(number)) {
      return this.fail(name, 'A valid integer is required.', 0);
    }
    if (number < min) return this.fail(name, `Ensure this value is greater than or equal to ${min}.`, 0);
    if (number > max) return this.fail(name, `Ensure this value is less than or equal to ${max}.`, 0);
    return number;
  }

  text(name: string, { max = 255 } = {}): string {
    const value = this.source[name];
    if (!this.has(name)) return this.fail(name, REQUIRED, '');
    if (typeof value !== 'string' && typeof value !== 'number')
      return this.fail(name, 'Not a valid string.', '');
    const text = String(value).trim();
    if (text === '') return this.fail(name, 'This field may not be blank.', '');
    if (text.length > max)
      return this.fail(name, `Ensure this field has no more than ${max} characters.`, '');
    return text;
  }

  optionalText(name: string, options?: { max?: number }): string | null {
    return this.has(name) && this.source[name] !== '' ? this.text(name, options) : null;
  }

  optionalUrl(name: string): string | null {
    const url = this.optionalText(name, { max: 2000 });
    return url === null || /^https?:$/.test(URL.parse(url)?.protocol ?? '')
      ? url
      : this.fail(name, 'Enter a valid URL.', null);
  }

  boolean(name: string, otherwise: boolean): boolean {
    if (!this.has(name)) return otherwise;
    const text = String(this.source[name]).toLowerCase();
    return (
      text === 'true' || (text === 'false' ? false : this.fail(name, 'Must be a valid boolean.', otherwise))
    );
  }

  list(name: string, { required }: { required?: 'not empty' | 'may be empty' } = {}): unknown[] {
    const value = this.source[name];
    if (!this.has(name)) return required === undefined ? [] : this.fail(name, REQUIRED, []);
    if (!Array.isArray(value)) return this.fail(name, 'Expected a list of items.', []);
    const isMissing = value.length === 0 && required === 'not empty';
    return isMissing ? this.fail(name, 'This list may not be empty.', []) : value;
  }

  /** An object, each of whose wrong fields is named below the object's name. */
  object<T>(name: string, read: (fields: Fields) => T): T {
    if (!this.has(name)) this.problems[name] = [REQUIRED];
    return this.nested(name, this.source[name], read);
  }

  /** Reads a value, such as one item of a list, and names its wrong fields below `name`. */
  nested<T>(name: string, value: unknown, read: (fields: Fields) => T): T {
    const fields = new Fields(value);
    const result = read(fields);
    if (Object.keys(fields.problems).length > 0) this.problems[name] ??= fields.problems;
    return result;
  }

  fail<T>(name: string, message: string, instead: T): T {
    this.problems[name] = [message];
    return instead;
  }

  /** @throws {ApiError} 400 naming every wrong field */
  check(): void {
    if (Object.keys(this.problems).length > 0) throw new ApiError(400, this.problems);
  }
}
