export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path such as `order.id`; undefined where the path ends early. */
export function readPath(object: Json, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isJson(value) ? value[key] : undefined), object);
}

/** A copy of the object with the value put at a path such as `order.id`. */
export function withPath(object: Json, path: string, value: unknown): Json {
  const [head = '', ...rest] = path.split('.');
  const inner = object[head];
  return {
    ...object,
    [head]: rest.length === 0 ? value : withPath(isJson(inner) ? inner : {}, rest.join('.'), value),
  };
}

/** A value as signatures and queries write it; absent values are empty, never the word "null". */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
