import { STATUS_CODES } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId'],
  properties: {
    type: { type: 'string', description: 'URI reference of the kind of problem' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened, for a person' },
    instance: { type: 'string', description: 'The path that was asked for' },
    code: { type: 'string', description: 'Stable, for programs', examples: ['orders.insufficient_stock'] },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: {
            type: 'string',
            description: 'RFC 6901 pointer into the body, or ?name of a query parameter',
          },
          detail: { type: 'string' },
        },
      },
    },
    requestId: { type: 'string', description: 'Quote it to support; every log line has it' },
  },
};

/** Gives every operation the problem documents that the application as a whole can answer with. */
export function addProblemResponses(document: OpenAPIObject): OpenAPIObject {
  document.components ??= {};
  document.components.schemas = { ...document.components.schemas, Problem: PROBLEM_SCHEMA as never };
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation === undefined) continue;
      describeProblems(operation, method, path);
      // Every answer with an ETag turns into one when the client has it already.
      if (method === 'get' && path.startsWith('/v1/'))
        operation.responses['304'] = { description: 'Not modified' };
    }
  }
  return document;
}

function describeProblems(operation: Operation, method: string, path: string): void {
  const statuses = path.startsWith('/v1/') ? ['400', '406', '500', '503'] : ['500'];
  if (method === 'post' || method === 'put' || method === 'patch') statuses.push('413', '415');
  if ((operation.security?.length ?? 0) > 0) statuses.push('401', '403');
  if (path.includes('{')) statuses.push('404');
  const ifMatch = operation.parameters?.find(
    (parameter) => 'name' in parameter && parameter.name === 'If-Match',
  );
  if (ifMatch !== undefined) statuses.push('412');
  if (ifMatch !== undefined && 'required' in ifMatch && ifMatch.required) statuses.push('428');
  for (const status of Object.keys(operation.responses)) {
    if (Number(status) >= 400) statuses.push(status);
  }
  for (const status of new Set(statuses)) {
    const existing = operation.responses[status];
    const described = existing !== undefined && 'description' in existing ? existing : undefined;
    operation.responses[status] = {
      description: described?.description || (STATUS_CODES[status] ?? 'Error'),
      content: {
        ...described?.content,
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      },
    };
  }
}
