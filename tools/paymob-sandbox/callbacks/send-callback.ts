import type { Delivery } from './delivery.ts';

/** How much of the merchant's answer is kept. */
const KEPT_CHARACTERS = 1_000;

export interface SendResult {
  status: number | null;
  error: string | null;
  tookMs: number;
  response: { status: number; content: string; headers: string } | null;
}

/** Posts the callback once, without following redirects. */
export async function sendCallback(
  delivery: Delivery,
  timeoutMs: number,
  stopping: AbortSignal,
): Promise<SendResult | 'interrupted'> {
  const startedAt = performance.now();
  const tookMs = (): number => Math.round(performance.now() - startedAt);
  try {
    const response = await fetch(delivery.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: delivery.body,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping]),
    });
    const content = (await response.text()).slice(0, KEPT_CHARACTERS);
    const headers = JSON.stringify(Object.fromEntries(response.headers));
    return {
      status: response.status,
      error: null,
      tookMs: tookMs(),
      response: { status: response.status, content, headers },
    };
  } catch (error) {
    if (stopping.aborted) return 'interrupted';
    return { status: null, error: describe(error), tookMs: tookMs(), response: null };
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
