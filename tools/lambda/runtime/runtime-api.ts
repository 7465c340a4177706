import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../http/read-body.ts';

const PREFIX = '/2018-06-01/runtime';

/** An invocation that ended in an error, as the client reported it. */
class FunctionError extends Error {
  readonly type: string;
  readonly report: unknown;

  constructor(type: string, report: unknown) {
    super(`${type}: ${JSON.stringify(report)}`);
    this.type = type;
    this.report = report;
  }
}

interface Invocation {
  id: string;
  event: string;
  timeoutMs: number;
  traceId: string | undefined;
  resolve(response: Buffer): void;
  reject(error: Error): void;
}

/**
 * The Lambda Runtime API of one container: hands out one event at a time and takes its answer.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  private waitingClient: ServerResponse | undefined;
  private next: Invocation | undefined;
  private running: Invocation | undefined;
  private readonly server: Server;
  private initialised!: () => void;
  /** Resolves when the client asks for its first event, that is, when the function's initialisation is over. */
  readonly initialisation = new Promise<void>((resolve) => (this.initialised = resolve));

  private constructor() {
    this.server = createServer((request, response) => {
      this.serve(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  static async start(): Promise<RuntimeApi> {
    const api = new RuntimeApi();
    await new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  /** Host and port, as AWS_LAMBDA_RUNTIME_API wants it. */
  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /**
   * Gives one event to the client and resolves with the bytes of its answer.
   * @throws {FunctionError} when the handler threw
   */
  invoke(event: unknown, timeoutMs: number, traceId?: string): Promise<Buffer> {
    if (this.next !== undefined || this.running !== undefined) {
      throw new Error('A container takes one event at a time');
    }
    return new Promise((resolve, reject) => {
      const id = randomUUID();
      this.next = { id, event: JSON.stringify(event), timeoutMs, traceId, resolve, reject };
      this.handOut();
    });
  }

  /** Fails the event in progress, because the client is gone or out of time. */
  fail(error: Error): void {
    const invocation = this.running ?? this.next;
    this.running = this.next = undefined;
    invocation?.reject(error);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (path === `${PREFIX}/invocation/next`) {
      this.waitingClient = response;
      this.initialised();
      this.handOut();
      return;
    }
    const body = await readBody(request);
    const [, id, outcome] = /\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (id !== undefined && id === this.running?.id) {
      const invocation = this.running;
      this.running = undefined;
      if (outcome === 'response') invocation.resolve(body);
      else invocation.reject(toFunctionError(request, body));
    } else if (path === `${PREFIX}/init/error`) {
      this.fail(toFunctionError(request, body));
    }
    response.writeHead(202, { 'Content-Type': 'application/json' }).end('{"status":"OK"}');
  }

  private handOut(): void {
    if (this.waitingClient === undefined || this.next === undefined) return;
    const { id, event, timeoutMs, traceId } = this.next;
    this.running = this.next;
    this.next = undefined;
    this.waitingClient
      .writeHead(200, {
        'Content-Type': 'application/json',
        'Lambda-Runtime-Aws-Request-Id': id,
        'Lambda-Runtime-Deadline-Ms': String(Date.now() + timeoutMs),
        'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:us-east-1:000000000000:function:local',
        ...(traceId !== undefined && { 'Lambda-Runtime-Trace-Id': traceId }),
      })
      .end(event);
    this.waitingClient = undefined;
  }
}

function toFunctionError(request: IncomingMessage, body: Buffer): FunctionError {
  const type = request.headers['lambda-runtime-function-error-type'];
  return new FunctionError(
    typeof type === 'string' ? type : 'Unhandled',
    JSON.parse(body.toString() || '{}'),
  );
}
