import type { Response } from 'express';
import { versionEtag } from '../../common/http/etag.js';
import type { OrderResponse } from './dto/order.response.js';
import { toOrderResponse } from './order.mapper.js';
import type { OrderRecord } from './order.schema.js';

/** The body and the ETag of an answer that shows an order. */
export function answerOrder(order: OrderRecord, response: Response): OrderResponse {
  response.setHeader('ETag', versionEtag(order.version));
  return toOrderResponse(order);
}
