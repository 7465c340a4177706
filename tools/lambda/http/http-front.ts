import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LambdaFunction, ThrottledError } from '../runtime/lambda-function.ts';
import { toHttpEvent } from './http-event.ts';
import { readBody } from './read-body.ts';
import { writeHttpResult } from './http-result.ts';

/** Lambda's limit for the payload of a synchronous invocation, in bytes. */
const MAX_PAYLOAD = 6 * 1024 * 1024;

export interface HttpFront {
  /** Without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

/** A local HTTP API in front of a function: real HTTP in, real events out, the gateway's own answers for its failures. */
export async function startHttpFront(lambda: LambdaFunction, port = 0): Promise<HttpFront> {
  const server = createServer((request, response) => {
    forward(lambda, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(
  lambda: LambdaFunction,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const event = toHttpEvent(request, await readBody(request), randomUUID());
  if (Buffer.byteLength(JSON.stringify(event)) > MAX_PAYLOAD) {
    answer(response, 413, 'Request Too Long');
    return;
  }
  try {
    const traceId = `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
    writeHttpResult(await lambda.invoke(event, traceId), response);
  } catch (error) {
    if (error instanceof ThrottledError) answer(response, 503, 'Service Unavailable');
    else answer(response, 500, 'Internal Server Error');
  }
}

function answer(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ message }));
}
