import { Injectable } from '@nestjs/common';
import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  wrap,
} from 'cockatiel';
import { traceHeaders } from '../../../../common/logging/request-context.js';
import { AppConfig } from '../../../../config/app-config.js';
import { PaymentProviderError, ProviderUnavailableError } from '../../payment.errors.js';
import { member } from './json.js';
import { readJson } from './read-json.js';
import { toProviderError } from './paymob-errors.js';

export interface PaymobCall {
  method: 'GET' | 'POST';
  path: string;
  body?: object;
  headers?: Record<string, string>;
  /** It moves nothing, so it may be repeated. Paymob knows no idempotency key: nothing else ever is. */
  isSafe: boolean;
  /** Ends the call; by default it has six seconds. */
  signal?: AbortSignal;
}

/** A checkout is answered within eight seconds, come what may. */
const TIMEOUT_MS = 6_000;
const FAILURES_THAT_OPEN = 5;
const OPEN_MS = 10_000;
/** A second and a third try of a safe call, the pauses about a fifth of a second and the double. */
const RETRIES = { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 1_000 }) };
/** Errors of a connection that was never made: the call cannot have had an effect. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * Calls Paymob over HTTP within a time and a size. After five outages in a row it does not call for ten seconds, so that
 * requests fail at once instead of waiting for a provider that is down.
 */
@Injectable()
export class PaymobHttp {
  private readonly breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: OPEN_MS,
    breaker: new ConsecutiveBreaker(FAILURES_THAT_OPEN),
  });
  private readonly safely = wrap(retry(handleWhen(isOutage), RETRIES), this.breaker);

  constructor(private readonly config: AppConfig) {}

  /**
   * The parsed JSON of a 2xx answer.
   * @throws {PaymentProviderError} for everything else, saying whether the call may have had an effect
   */
  async call(call: PaymobCall): Promise<unknown> {
    const signal = call.signal ?? AbortSignal.timeout(TIMEOUT_MS);
    let answer: unknown;
    try {
      // With the signal, so that nothing is repeated, nor counted as a further outage, once the time is up.
      answer = await (call.isSafe ? this.safely : this.breaker).execute(
        () => this.send(call, signal),
        signal,
      );
    } catch (cause) {
      if (cause instanceof BrokenCircuitError)
        throw new ProviderUnavailableError({ isInDoubt: false, cause });
      throw cause;
    }
    if (answer instanceof PaymentProviderError) throw answer;
    return answer;
  }

  /** Returns a refusal instead of throwing it: to the breaker it is a sign of life. */
  private async send({ method, path, body, headers }: PaymobCall, signal: AbortSignal): Promise<unknown> {
    let response: Response;
    try {
      response = await fetch(this.config.paymob.baseUrl + path, {
        method,
        headers: {
          Accept: 'application/json',
          'Content-Type': 'application/json',
          ...traceHeaders(),
          ...headers,
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal,
        redirect: 'error',
      });
    } catch (cause) {
      throw new ProviderUnavailableError({ isInDoubt: wasSent(cause), cause });
    }
    const json = await readJson(response);
    if (!response.ok) {
      const error = toProviderError(response, json);
      if (isOutage(error)) throw error;
      return error;
    }
    if (json === undefined) {
      throw new ProviderUnavailableError({ isInDoubt: true, cause: new Error('The answer cannot be read') });
    }
    return json;
  }
}

function isOutage(error: unknown): boolean {
  return error instanceof ProviderUnavailableError;
}

function wasSent(error: unknown): boolean {
  const code = member(member(error, 'cause'), 'code');
  return !(typeof code === 'string' && NOT_SENT.has(code));
}
