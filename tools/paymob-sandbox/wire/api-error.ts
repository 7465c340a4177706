import type { Json } from '../model/json.ts';

/** A refusal with the status and body that Paymob gives. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: Json;

  constructor(status: number, body: Json) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }

  static notFound(detail = 'Not found.'): ApiError {
    return new ApiError(404, { detail });
  }

  static unauthorized(detail = 'Authentication credentials were not provided.'): ApiError {
    return new ApiError(401, { detail });
  }
}
