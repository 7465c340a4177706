import type { Json } from '../model/json.ts';
import type { Collection } from '../store/collection.ts';
import { ApiError } from '../wire/api-error.ts';
import type { Answer, Call } from './route.ts';

const PAGE_SIZE = 10;

/** A page of a list, newest first, in the shape of Django REST framework. */
export function listPage<T extends { id: string | number }>(
  collection: Collection<T>,
  call: Call,
  toBody: (document: T) => Json,
): Answer {
  const page = Number(call.query['page'] ?? 1);
  if (!Number.isSafeInteger(page) || page < 1) throw ApiError.notFound('Invalid page.');
  // One more than a page tells whether there is a next one.
  const found = collection.page(PAGE_SIZE + 1, (page - 1) * PAGE_SIZE);
  if (found.length === 0 && page > 1) throw ApiError.notFound('Invalid page.');
  return {
    status: 200,
    body: {
      next: found.length > PAGE_SIZE ? `?page=${page + 1}` : null,
      previous: page > 1 ? `?page=${page - 1}` : null,
      results: found.slice(0, PAGE_SIZE).map(toBody),
    },
  };
}
