import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { addProblemResponses } from './problem-responses.js';

/** Makes the OpenAPI 3.1 document from the decorators of the running application. */
export function buildOpenApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('ecommerce-backend')
    .setDescription(
      'Headless commerce: catalogue, carts, orders and payments. Money is an integer in minor units with an ISO 4217 ' +
        'code. Every failure is an RFC 9457 problem document with a stable `code`.',
    )
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '').toLowerCase()}_${method}`,
  });
  return addProblemResponses(document);
}
