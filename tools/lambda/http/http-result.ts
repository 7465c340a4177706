import type { ServerResponse } from 'node:http';

interface HttpResult {
  statusCode: number;
  headers?: Record<string, string | number | boolean>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
}

/** Writes what a function returned as an HTTP API would: a result without a status is the body of a 200. */
export function writeHttpResult(result: unknown, response: ServerResponse): void {
  if (!isHttpResult(result)) {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(result));
    return;
  }
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, String(value));
  if (result.cookies !== undefined) response.setHeader('Set-Cookie', result.cookies);
  response.writeHead(result.statusCode);
  response.end(Buffer.from(result.body ?? '', result.isBase64Encoded === true ? 'base64' : 'utf8'));
}

function isHttpResult(result: unknown): result is HttpResult {
  return typeof result === 'object' && result !== null && 'statusCode' in result;
}
