import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { LOG_LEVELS } from '../../config/environment.js';
import { currentRequest } from './request-context.js';

/** Keys whose values never reach a log, at any depth. */
const REDACTED_KEYS = [
  'password',
  'newPassword',
  'currentPassword',
  'authorization',
  'cookie',
  'set-cookie',
  'token',
  'accessToken',
  'refreshToken',
  'resetToken',
  'secret',
  'apiKey',
  'api_key',
  'auth_token',
  'payment_token',
  'client_secret',
  'clientSecret',
  'hmac',
  'email',
  'phone',
  'phone_number',
  'shippingAddress',
  'billingAddress',
  'billing_data',
];

/** Under which Nest tells of every module and route at every start: two hundred lines that a Lambda would pay for. */
const START_UP_CONTEXTS = new Set<unknown>([
  'InstanceLoader',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
]);

type JsonLogOptions = Parameters<ConsoleLogger['getJsonLogObject']>[1];

/** One JSON object per line: Nest's own JSON logger, with secrets masked and the request id added. */
export class AppLogger extends ConsoleLogger {
  constructor(lowest: LogLevel) {
    super({
      json: true,
      colors: false,
      flattenParams: true,
      redact: REDACTED_KEYS,
      logLevels: LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(lowest) + 1),
    });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (START_UP_CONTEXTS.has(rest.at(-1))) super.debug(message, ...rest);
    else super.log(message, ...rest);
  }

  protected override getJsonLogObject(message: unknown, options: JsonLogOptions) {
    const logObject = super.getJsonLogObject(message, options);
    const request = currentRequest();
    return {
      ...logObject,
      timestamp: new Date(logObject.timestamp).toISOString() as unknown as number,
      ...(request && {
        requestId: request.requestId,
        traceId: request.trace.traceId,
        ...(request.userId && { userId: request.userId }),
      }),
    };
  }
}
