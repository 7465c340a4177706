import {
  type PaymentProviderError,
  ProviderMisconfiguredError,
  ProviderRefusedError,
  ProviderUnavailableError,
} from '../../payment.errors.js';
import { isJson, member } from './json.js';

const MAX_MESSAGE = 200;
const MAX_RETRY_AFTER_SECONDS = 60;

/** What an answer other than 2xx means. Paymob says why as `detail`, as `message` or per field (paymob.md 4, 5). */
export function toProviderError(response: Response, json: unknown): PaymentProviderError {
  const { status } = response;
  const message = messageOf(json);
  const cause = new Error(
    `Paymob answered ${status}: ${message} (${response.headers.get('x-paymob-id') ?? '-'})`,
  );
  if (status === 429) {
    // Turned away at the door.
    return new ProviderUnavailableError({ isInDoubt: false, retryAfterSeconds: retryAfter(response), cause });
  }
  if (status >= 500 || status < 400) return new ProviderUnavailableError({ isInDoubt: true, cause });
  if (status === 401 || status === 403 || isUnknownIntegration(status, message)) {
    return new ProviderMisconfiguredError(status, cause);
  }
  return new ProviderRefusedError(status, message);
}

function messageOf(json: unknown): string {
  const text = member(json, 'detail') ?? member(json, 'message');
  return (typeof text === 'string' ? text : describe(json)).slice(0, MAX_MESSAGE);
}

/** `{"billing_data":{"phone_number":["This field is required."]}}` → `billing_data.phone_number: This field is required.` */
function describe(json: unknown, path = ''): string {
  if (isJson(json)) {
    const parts = Object.entries(json).map(([key, value]) =>
      describe(value, path === '' ? key : `${path}.${key}`),
    );
    return parts.join('; ');
  }
  const texts = (Array.isArray(json) ? json : [json]).filter((item) => typeof item === 'string');
  return path === '' ? texts.join(' ') : `${path}: ${texts.join(' ')}`;
}

/** Of another mode or currency, or sent as text. */
function isUnknownIntegration(status: number, message: string): boolean {
  return status === 404 && message.startsWith('Integration');
}

function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get('retry-after'));
  return Number.isInteger(seconds) && seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) : 5;
}
