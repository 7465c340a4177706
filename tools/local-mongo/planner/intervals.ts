import { Double, type BSONRegExp } from 'bson';
import { after, keyOf, rankOf } from '../bson/key.ts';
import { BsonType, isDoc, isNumeric, toNumber, typeOf, type Value } from '../bson/value.ts';

/** A range of one field's keys, in ascending order. */
export interface Interval {
  low: string;
  lowInclusive: boolean;
  high: string;
  highInclusive: boolean;
}

/** What a condition allows of a field's keys; `exact` when every key inside satisfies it. */
export interface Bounds {
  intervals: Interval[];
  exact: boolean;
}

function point(key: string): Interval {
  return { low: key, lowInclusive: true, high: key, highInclusive: true };
}

export function isPoint({ low, high }: Interval): boolean {
  return low === high;
}

/** Beyond every key. */
const END = '\xff';
const EVERYTHING: Bounds = {
  intervals: [{ low: '', lowInclusive: true, high: END, highInclusive: false }],
  exact: false,
};

/** The keys that an operator can match, or undefined when an index is of no use to it. */
export function boundsOf(operator: string, operand: Value): Bounds | undefined {
  switch (operator) {
    case '$eq':
      return equality(operand);
    case '$in': {
      const parts = (operand as Value[]).map((item) =>
        typeOf(item) === BsonType.regex ? regexBounds(item as BSONRegExp) : equality(item),
      );
      return union(parts);
    }
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return comparison(operator, operand);
    case '$exists':
      return EVERYTHING;
    case '$regex':
      return regexBounds(operand as BSONRegExp);
    default:
      return undefined;
  }
}

function equality(operand: Value): Bounds {
  const intervals = [point(keyOf(operand))];
  if (operand === null) return { intervals, exact: false };
  if (!Array.isArray(operand)) return { intervals, exact: true };
  // An array matches as a whole, so by its first element, or as an element of another one.
  const [first] = operand;
  return {
    intervals: merge([...intervals, first === undefined ? bracket(15) : point(keyOf(first))]),
    exact: false,
  };
}

function union(parts: (Bounds | undefined)[]): Bounds | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return {
    intervals: merge(known.flatMap(({ intervals }) => intervals)),
    exact: known.every(({ exact }) => exact),
  };
}

function comparison(operator: string, operand: Value): Bounds | undefined {
  const type = typeOf(operand);
  if (type === BsonType.null) return { intervals: [point(keyOf(null))], exact: false };
  if (type === BsonType.minKey || type === BsonType.maxKey || type === BsonType.array || isDoc(operand)) {
    return EVERYTHING;
  }
  const key = keyOf(operand);
  if (isNumeric(operand) && Number.isNaN(toNumber(operand))) {
    return { intervals: operator.endsWith('e') ? [point(key)] : [], exact: true };
  }
  const whole = bracket(rankOf(operand));
  const inclusive = operator.endsWith('e');
  if (operator.startsWith('$g')) {
    return { intervals: [{ ...whole, low: key, lowInclusive: inclusive }], exact: true };
  }
  // NaN sorts below all numbers and yet is not less than any.
  const low = isNumeric(operand) ? keyOf(new Double(-Infinity)) : whole.low;
  return { intervals: [{ low, lowInclusive: true, high: key, highInclusive: inclusive }], exact: true };
}

/** All keys of one type. */
function bracket(rank: number): Interval {
  return {
    low: String.fromCharCode(rank),
    lowInclusive: true,
    high: String.fromCharCode(rank + 1),
    highInclusive: false,
  };
}

/** Strings that may match, and the expression itself, which matches too. */
function regexBounds(regex: BSONRegExp): Bounds | undefined {
  const strings = regex.options === '' ? prefix(regex.pattern) : undefined;
  return strings && union([strings, { intervals: [point(keyOf(regex))], exact: false }]);
}

/** A pattern that begins with `^` and plain characters matches strings with that beginning. */
function prefix(pattern: string): Bounds | undefined {
  const plain = /^\^((?:[\w\s@#%&=:;,<>"'/~`!-]|[^\p{ASCII}])+)/u.exec(pattern)?.[1];
  if (plain === undefined || pattern.includes('|')) return undefined;
  const optional = /^[*?{]/.test(pattern.slice(1 + plain.length));
  const text = optional ? Array.from(plain).slice(0, -1).join('') : plain;
  if (text === '') return undefined;
  // The key without its end mark.
  const key = keyOf(text).slice(0, -1);
  return {
    intervals: [{ low: key, lowInclusive: true, high: after(key), highInclusive: false }],
    exact: false,
  };
}

/** Sorted, without overlaps. */
function merge(intervals: Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) =>
    a.low < b.low ? -1 : a.low > b.low ? 1 : Number(b.lowInclusive) - Number(a.lowInclusive),
  );
  const merged: Interval[] = [];
  for (const interval of sorted) {
    const last = merged.at(-1);
    const touches =
      last !== undefined &&
      (interval.low < last.high ||
        (interval.low === last.high && (interval.lowInclusive || last.highInclusive)));
    if (!touches) merged.push({ ...interval });
    else if (interval.high > last.high || (interval.high === last.high && interval.highInclusive)) {
      last.high = interval.high;
      last.highInclusive = interval.highInclusive;
    }
  }
  return merged;
}

/** Of two lists that are sorted and without overlaps, in one walk along both: they may hold thousands of points. */
export function intersect(a: Interval[], b: Interval[]): Interval[] {
  const common: Interval[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i]!, b[j]!];
    common.push(...overlap(left, right));
    if (endsFirst(left, right)) i++;
    else j++;
  }
  return common;
}

function endsFirst(a: Interval, b: Interval): boolean {
  return a.high < b.high || (a.high === b.high && !a.highInclusive);
}

function overlap(a: Interval, b: Interval): Interval[] {
  const [lower, higher] = a.low < b.low || (a.low === b.low && a.lowInclusive) ? [a, b] : [b, a];
  const { low, lowInclusive } = higher === lower ? lower : higher;
  const end = endsFirst(a, b) ? a : b;
  const { high, highInclusive } = end;
  if (low > high || (low === high && !(lowInclusive && highInclusive))) return [];
  return [{ low, lowInclusive, high, highInclusive }];
}
