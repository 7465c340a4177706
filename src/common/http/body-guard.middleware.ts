import type { NextFunction, Request, Response } from 'express';
import { MalformedBodyError } from '../errors/common.errors.js';

const MAX_DEPTH = 32;
/** The largest honest body, a shop's whole shipping settings, has some hundreds. */
const MAX_KEYS = 4_000;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
/** Control characters other than tab, line feed and carriage return. */
const CONTROL_CHARACTERS = /[^\P{Cc}\t\n\r]/u;

/**
 * Refuses parsed bodies that later code could choke on: nesting that overflows class-transformer's recursion,
 * thousands of keys that come back as a huge error list, prototype keys that validation drops in silence.
 * Walks iteratively, and stops at the first offence.
 */
export function bodyGuardMiddleware(request: Request, _response: Response, next: NextFunction): void {
  const body: unknown = request.body;
  if (typeof body === 'object' && body !== null) assertSaneJson(body);
  next();
}

function assertSaneJson(root: object): void {
  const open: { value: object; depth: number }[] = [{ value: root, depth: 1 }];
  let keys = 0;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.depth > MAX_DEPTH)
      throw new MalformedBodyError(`The body is nested deeper than ${MAX_DEPTH} levels`);
    for (const [key, value] of Object.entries(node.value)) {
      if (++keys > MAX_KEYS) throw new MalformedBodyError(`The body has more than ${MAX_KEYS} keys`);
      if (FORBIDDEN_KEYS.has(key)) throw new MalformedBodyError('The body has a forbidden key');
      if (typeof value === 'string' && CONTROL_CHARACTERS.test(value)) {
        throw new MalformedBodyError('The body has control characters in a text');
      }
      if (typeof value === 'object' && value !== null) open.push({ value, depth: node.depth + 1 });
    }
  }
}
