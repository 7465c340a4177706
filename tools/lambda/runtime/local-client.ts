import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * A runtime client of our own for machines on which AWS's cannot be built: the same Runtime API, the same order of
 * import, next, handler and answer, without its native transport and its treatment of logs.
 */
const api = process.env['AWS_LAMBDA_RUNTIME_API'] ?? '';
const [moduleName = '', handlerName = ''] = (process.argv[2] ?? '').split('.');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

type Handler = (event: unknown, context: object) => Promise<unknown>;

let handler: Handler | undefined;
try {
  const path = join(process.env['LAMBDA_TASK_ROOT'] ?? process.cwd(), `${moduleName}.mjs`);
  const exported = (await import(pathToFileURL(path).href)) as Record<string, Handler>;
  handler = exported[handlerName];
  if (handler === undefined) throw new Error(`${process.argv[2]} is not exported`);
} catch (error) {
  await call('POST', '/init/error', describe(error));
  process.exit(1);
}

for (;;) {
  const { headers, body } = await call('GET', '/invocation/next');
  const id = String(headers['lambda-runtime-aws-request-id']);
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const traceId = headers['lambda-runtime-trace-id'];
  if (typeof traceId === 'string') process.env['_X_AMZN_TRACE_ID'] = traceId;
  const context = {
    awsRequestId: id,
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  try {
    const answer = (await handler(JSON.parse(body), context)) ?? null;
    await call('POST', `/invocation/${id}/response`, JSON.stringify(answer));
  } catch (error) {
    await call('POST', `/invocation/${id}/error`, describe(error));
  }
}

function describe(error: unknown): string {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return JSON.stringify({ errorType: name, errorMessage: message, trace: (stack ?? '').split('\n') });
}

function call(method: string, path: string, body?: string) {
  return new Promise<{ headers: NodeJS.Dict<string | string[]>; body: string }>((resolve, reject) => {
    request(
      `http://${api}/2018-06-01/runtime${path}`,
      {
        method,
        agent,
        headers: body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ headers: response.headers, body: text }));
      },
    )
      .on('error', reject)
      .end(body);
  });
}
