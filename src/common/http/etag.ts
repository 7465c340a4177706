import { hash } from 'node:crypto';
import { IfMatchRequiredError, StaleVersionError, ValidationFailedError } from '../errors/common.errors.js';

const VERSION_ETAG = /^"v(\d{1,15})(?:-[\w-]+)?"$/;

/**
 * A strong ETag that starts with the document's version, so that a write can be made conditional on it.
 * @param volatile what else the answer shows (stock, say): it changes the tag but not the version
 */
export function versionEtag(version: number, volatile?: string): string {
  return volatile === undefined
    ? `"v${version}"`
    : `"v${version}-${hash('sha1', volatile, 'base64url').slice(0, 12)}"`;
}

/** A strong ETag over the very bytes of an answer. */
export function bodyEtag(body: string): string {
  return `"${hash('sha1', body, 'base64url')}"`;
}

/**
 * The version that a write is conditional on; null for `*`, which means any.
 * @throws {IfMatchRequiredError} without the header (428)
 * @throws {StaleVersionError} for a tag that this API never made, since it can match nothing (412)
 * @throws {ValidationFailedError} for several tags
 */
export function requireIfMatch(header: string | undefined): number | null {
  if (header === undefined) throw new IfMatchRequiredError();
  const value = header.trim();
  if (value === '*') return null;
  if (value.includes(',')) {
    throw new ValidationFailedError([{ pointer: 'If-Match', detail: 'If-Match takes one ETag' }]);
  }
  const version = VERSION_ETAG.exec(value)?.[1];
  if (version === undefined) throw new StaleVersionError();
  return Number(version);
}

/** As `requireIfMatch`, for routes where the condition is optional: undefined without the header. */
export function optionalIfMatch(header: string | undefined): number | null | undefined {
  return header === undefined ? undefined : requireIfMatch(header);
}
