import type { NestExpressApplication } from '@nestjs/platform-express';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { Response } from 'superagent';
import { buildOpenApiDocument } from '../../src/openapi/build-document.js';

type Json = Record<string, unknown>;

interface Operation {
  /** Matches the paths of the template. */
  pattern: RegExp;
  template: string;
  responses: Record<string, { content?: Record<string, { schema?: Json }> }>;
}

/**
 * Holds every answer that a test gets against the published document: the status is listed, the media type too, the body
 * fits its schema and has no member that the schema does not name.
 */
export class ApiContract {
  /** What is wrong, by kind, each with the first answer that showed it. */
  private readonly violations = new Map<string, string>();
  private readonly operations: Map<string, Operation[]>;
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly ajv: Ajv2020;

  constructor(app: NestExpressApplication) {
    const document = buildOpenApiDocument(app);
    this.operations = operationsOf(document);
    this.ajv = new Ajv2020({ strict: false, allErrors: true, formats: fullFormats });
    this.ajv.addSchema({ $id: 'api', components: closed(document.components) as object });
  }

  /** Notes what is wrong with an answer. */
  check(method: string, url: string, response: Response): void {
    const path = new URL(url).pathname;
    const operation = this.operations.get(method)?.find(({ pattern }) => pattern.test(path));
    // Unknown paths and methods are no operations; that their answers are problems is tested where they are asked for.
    if (operation === undefined) return;
    const described = operation.responses[String(response.status)];
    const place = `${method} ${operation.template} → ${response.status}`;
    if (described === undefined) {
      this.note(`${place}: the status is not documented`, response);
      return;
    }
    const mediaType = response.type;
    const schema = described.content?.[mediaType]?.schema;
    if (described.content === undefined || response.status === 304) return;
    if (schema === undefined) {
      this.note(`${place}: ${mediaType || 'no body'} is not documented`, response);
      return;
    }
    if (!mediaType.includes('json')) return;
    const validate = this.validator(`${place} ${mediaType}`, schema);
    if (!validate(response.body)) {
      this.note(`${place}: ${this.ajv.errorsText(validate.errors)}`, response);
    }
  }

  /** @throws {Error} naming every way in which answers broke the document */
  assertKept(): void {
    if (this.violations.size === 0) return;
    const list = [...this.violations].map(([kind, sample]) => `- ${kind}\n    ${sample}`);
    throw new Error(`The API broke its own document (test/support/contract.ts):\n${list.join('\n')}`);
  }

  private note(kind: string, response: Response): void {
    if (!this.violations.has(kind)) this.violations.set(kind, response.text.slice(0, 300));
  }

  private validator(key: string, schema: Json): ValidateFunction {
    let validate = this.validators.get(key);
    if (validate === undefined) {
      validate = this.ajv.compile(absolute(closed(schema)) as object);
      this.validators.set(key, validate);
    }
    return validate;
  }
}

function operationsOf(document: OpenAPIObject): Map<string, Operation[]> {
  const operations = new Map<string, Operation[]>();
  // Paths with fewer parameters first: /orders/lookup is not /orders/{id}.
  const paths = Object.entries(document.paths).toSorted(([a], [b]) => count(a) - count(b));
  for (const [template, item] of paths) {
    const pattern = new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
    for (const [method, operation] of Object.entries(item)) {
      const list = operations.get(method.toUpperCase()) ?? [];
      list.push({ pattern, template, responses: (operation as Operation).responses });
      operations.set(method.toUpperCase(), list);
    }
  }
  return operations;
}

function count(template: string): number {
  return template.split('{').length;
}

/** Forbids members that are not named, except in problems, which may have more. */
function closed(schema: unknown, name = ''): unknown {
  if (Array.isArray(schema)) return schema.map((item) => closed(item));
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value, key)]));
  const isOpen = name === 'Problem' || !('properties' in members) || 'additionalProperties' in members;
  return isOpen || typeof members['properties'] !== 'object' || members['type'] !== 'object'
    ? members
    : { ...members, additionalProperties: false };
}

/** Lets references that are relative to the document be found in the registered one. */
function absolute(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/'));
}
