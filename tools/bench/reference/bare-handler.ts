import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readProduct } from './product-source.ts';

/** The least that can serve the product route on Lambda: no framework, no validation, no logs. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const [, id] = /^\/v1\/products\/([0-9a-f]{24})$/.exec(event.rawPath) ?? [];
  const product = id === undefined ? null : await readProduct(id);
  return {
    statusCode: product === null ? 404 : 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(product),
  };
}
