/** What cannot stand as it is in the path of a URL, and a percent sign that begins no escape. */
const UNSAFE = /[^\w\-.~!$&'()*+,;=:@/%]+|%(?![0-9a-f]{2})/gi;

/**
 * HTTP APIs hand paths on decoded, function URLs and local emulators encoded; this makes either a valid encoded path,
 * so that an Arabic slug arrives whole and a decoded `?` or `#` cannot become a query.
 */
export function toEncodedPath(rawPath: string): string {
  return rawPath.replace(UNSAFE, encodeURIComponent);
}
