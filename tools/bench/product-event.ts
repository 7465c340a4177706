/** The HTTP API event of a product read, as the gateway sends it. */
export function productEvent(id: string): object {
  return getEvent(`/v1/products/${id}`);
}

/** The event of the first page of the product list. */
export function productPageEvent(limit: number): object {
  return getEvent('/v1/products', `limit=${limit}`);
}

function getEvent(path: string, rawQueryString = ''): object {
  return {
    version: '2.0',
    routeKey: 'ANY /{proxy+}',
    rawPath: path,
    rawQueryString,
    headers: { host: 'bench.example.com', accept: 'application/json', 'user-agent': 'bench' },
    requestContext: {
      http: { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'bench' },
      requestId: 'bench',
      routeKey: 'ANY /{proxy+}',
      stage: '$default',
    },
    pathParameters: { proxy: path.slice(1) },
    isBase64Encoded: false,
  };
}
