/** The elements in arrays of at most so many. */
export async function* inBatches<T>(source: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const element of source) {
    batch.push(element);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Pairs the rows of two streams that are sorted by their keys, in constant memory; a row without a partner stands alone. */
export async function* joinSorted<L, R>(
  left: AsyncIterable<L>,
  right: AsyncIterable<R>,
  leftKey: (row: L) => string,
  rightKey: (row: R) => string,
): AsyncGenerator<[L | undefined, R | undefined]> {
  const lefts = left[Symbol.asyncIterator]();
  const rights = right[Symbol.asyncIterator]();
  let l = await lefts.next();
  let r = await rights.next();
  while (l.done !== true || r.done !== true) {
    const order = l.done === true ? 1 : r.done === true ? -1 : compare(leftKey(l.value), rightKey(r.value));
    yield [order <= 0 ? (l.value as L) : undefined, order >= 0 ? (r.value as R) : undefined];
    if (order <= 0) l = await lefts.next();
    if (order >= 0) r = await rights.next();
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function sum<T>(rows: readonly T[], amount: (row: T) => number): number {
  return rows.reduce((total, row) => total + amount(row), 0);
}

/** The elements that occur more than once, each named once. */
export function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
