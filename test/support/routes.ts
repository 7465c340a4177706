import { RequestMethod, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { type Access, ACCESS_KEY } from '../../src/common/auth/access.js';
import type { TestApp } from './app.js';

/** A route of the running application, as its decorators describe it. */
export interface Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With the version, and parameters as `:name`. */
  path: string;
  access: Access | undefined;
  /** The class of the body, when the route has one. */
  body: Type | undefined;
}

/** Keys under which Nest keeps what its decorators say; it does not export them. */
const KEYS = { path: 'path', method: 'method', version: '__version__', arguments: '__routeArguments__' };
const BODY_ARGUMENT = '3:';

/** Every route of every controller. */
export function routesOf({ app }: TestApp): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].flatMap(({ metatype }) => (metatype ? [metatype as Type] : [])),
  );
  return [...new Set(controllers)].flatMap((controller) => {
    const prototype = controller.prototype as Record<string, unknown>;
    return Object.getOwnPropertyNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      return isHandler(handler) ? toRoutes(controller, name, handler) : [];
    });
  });
}

function isHandler(value: unknown): value is () => unknown {
  return typeof value === 'function' && Reflect.hasMetadata(KEYS.method, value);
}

function toRoutes(controller: Type, name: string, handler: () => unknown): Route[] {
  const version: unknown =
    Reflect.getMetadata(KEYS.version, handler) ?? Reflect.getMetadata(KEYS.version, controller) ?? '1';
  const method = RequestMethod[Reflect.getMetadata(KEYS.method, handler) as RequestMethod].toLowerCase();
  const access = (Reflect.getMetadata(ACCESS_KEY, handler) ?? Reflect.getMetadata(ACCESS_KEY, controller)) as
    Access | undefined;
  return pathsOf(controller).flatMap((base) =>
    pathsOf(handler).map((path) => ({
      method: method as Route['method'],
      path: `/${[typeof version === 'string' ? `v${version}` : '', base, path]
        .flatMap((part) => part.split('/'))
        .filter(Boolean)
        .join('/')}`,
      access,
      body: bodyOf(controller, name),
    })),
  );
}

function pathsOf(target: object): string[] {
  return [Reflect.getMetadata(KEYS.path, target) as string | string[] | undefined]
    .flat()
    .map((path) => path ?? '');
}

function bodyOf(controller: Type, name: string): Type | undefined {
  const route = (Reflect.getMetadata(KEYS.arguments, controller, name) ?? {}) as Record<string, unknown>;
  const key = Object.keys(route).find((argument) => argument.startsWith(BODY_ARGUMENT));
  if (key === undefined) return undefined;
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype as object, name) as Type[];
  return types[Number(key.slice(BODY_ARGUMENT.length))];
}

/** The path with values in place of the parameters: well-formed ones that name nothing. */
export function fillPath({ path }: Route): string {
  return path.replace(/:(\w+)/g, (_, name: string) => (name === 'sku' ? 'NO-SUCH-SKU' : '0'.repeat(24)));
}
