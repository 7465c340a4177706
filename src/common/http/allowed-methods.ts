import type { Request } from 'express';

interface RouterLayer {
  match(path: string): boolean;
  route?: { methods: Record<string, boolean> };
}

/**
 * The methods under which a path exists, for the `Allow` header; empty when it exists under none.
 * Asked only after nothing has matched, so it costs nothing on the way of an ordinary request.
 */
export function allowedMethods(request: Request): string[] {
  const layers = request.app.router.stack as unknown as RouterLayer[];
  const methods = new Set<string>();
  for (const layer of layers) {
    if (layer.route === undefined || !layer.match(request.path)) continue;
    for (const [method, handled] of Object.entries(layer.route.methods)) {
      if (handled && method !== '_all') methods.add(method.toUpperCase());
    }
  }
  if (methods.has('GET')) methods.add('HEAD');
  if (methods.size > 0) methods.add('OPTIONS');
  return [...methods].sort();
}
