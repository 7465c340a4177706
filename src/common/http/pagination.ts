import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ValidationFailedError } from '../errors/common.errors.js';

const MAX_PAGE_SIZE = 100;

/** The query of every list; lists with filters extend it. */
export class PageQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE, default: 20 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  limit = 20;

  @ApiPropertyOptional({ type: String, description: 'The nextCursor of the page before; opaque' })
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  cursor?: string;
}

/** The shape of every list: a page and the cursor of the next one, null on the last. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** OpenAPI base class of list answers. */
export class PageResponse {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Send as ?cursor= to get the next page; null on the last page',
  })
  nextCursor: string | null;
}

export type CursorValue = string | number | boolean | null;

const OBJECT_ID = /^[0-9a-f]{24}$/;

/** Checks for `decodeCursor`. */
export const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= 200;
export const isId = (value: unknown): boolean => typeof value === 'string' && OBJECT_ID.test(value);

/** Packs the sort key of a page's last row into an opaque cursor. */
function encodeCursor(values: CursorValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * Unpacks a cursor into its sort key of `length` values; each check says whether its value has the expected type.
 * @throws {ValidationFailedError} for anything that `encodeCursor` would not have made for this list
 */
export function decodeCursor(cursor: string, checks: ((value: unknown) => boolean)[]): CursorValue[] {
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    values = undefined;
  }
  if (
    Array.isArray(values) &&
    values.length === checks.length &&
    checks.every((check, i) => check(values[i]))
  ) {
    return values as CursorValue[];
  }
  throw new ValidationFailedError([
    { pointer: '?cursor', detail: 'cursor is not one that this list returned' },
  ]);
}

/**
 * Cuts a page out of `limit + 1` rows: the extra row only tells that there is a next page.
 * @param keyOf the sort key of a row, unique so that no row is skipped or repeated while others come and go
 */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  keyOf: (row: Row) => CursorValue[],
  map: (row: Row) => Item,
): Page<Item> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return {
    items: kept.map(map),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  };
}
