import { encode } from '../bson/codec.ts';
import { pickFields } from '../bson/raw.ts';
import type { Doc } from '../bson/value.ts';
import type { FindOptions, Match } from '../planner/find.ts';
import { parseQuery } from '../query/parse-query.ts';
import type { Predicate } from '../query/predicate.ts';
import { compileProjection, type Projection } from '../query/projection.ts';
import { type Arguments, refuseCollation } from './arguments.ts';
import { parseHint } from './hint.ts';
import type { Limited, TimeLimit } from './time-limit.ts';

/** A query as the commands bring it, checked and compiled. */
export interface FindRequest {
  query: Predicate;
  options: FindOptions;
  /** For the search, and for what the command makes of the documents as long as it changes none. */
  limited: Limited;
}

/** The parts of commands besides their filters that may hold regular expressions. */
const WITH_CONDITIONS = ['u', 'update', 'arrayFilters'];

/** `filter` and `projection` are called differently from command to command. */
export function parseFind(
  args: Arguments,
  filter: string,
  timeLimit: TimeLimit,
  needsPosition = false,
): FindRequest {
  refuseCollation(args.value('collation'));
  return {
    query: parseQuery(args.document(filter) ?? {}),
    options: {
      sort: args.document('sort'),
      skip: args.count('skip'),
      limit: limitOf(args, filter),
      needsPosition,
      hint: parseHint(args.value('hint')),
    },
    limited: timeLimit.over(...[filter, ...WITH_CONDITIONS].map((name) => args.value(name))),
  };
}

/** Only `count` takes a negative limit, which is as good as a positive one. */
function limitOf(args: Arguments, filter: string): number | undefined {
  return filter === 'filter' ? args.count('limit') : Math.abs(args.number('limit') ?? 0);
}

/** How found documents are shown: as they are stored, or what a projection makes of them. */
export class Shown {
  private readonly projection: Projection | undefined;
  /** The projection shows the array element that the query matched. */
  readonly needsPosition: boolean;

  constructor(spec: Doc = {}) {
    const paths = Object.keys(spec);
    this.projection = paths.length === 0 ? undefined : compileProjection(spec, { isFind: true });
    this.needsPosition = paths.some((path) => path.endsWith('.$'));
  }

  bytes(match: Match): Uint8Array {
    if (this.projection === undefined) return match.bytes;
    if (this.projection.keeps !== undefined) return pickFields(match.bytes, this.projection.keeps);
    return this.project(match.doc(), match.position);
  }

  project(doc: Doc, position?: number): Uint8Array {
    return encode(this.projection?.apply(doc, position) ?? doc);
  }
}
