import { randomUUID } from 'node:crypto';

/** W3C trace context: which trace a request belongs to, and the span that called us. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** Two hexadecimal digits; whether the caller records the trace. */
  readonly flags: string;
}

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;
/** AWS's own header, as `Root=1-<8 digits>-<24 digits>;…`: the same 128 bits, split in two. */
const XRAY_ROOT = /\bRoot=1-([0-9a-f]{8})-([0-9a-f]{24})\b/;

/** Continues the caller's trace, or AWS's when it has one, or begins a new one. */
export function continueTrace(traceparent: string | undefined, xray: string | undefined): TraceContext {
  const [, traceId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId !== undefined && flags !== undefined) return { traceId, flags };
  const [, seconds, random] = XRAY_ROOT.exec(xray ?? '') ?? [];
  if (seconds !== undefined && random !== undefined) return { traceId: seconds + random, flags: '00' };
  return { traceId: randomHex(32), flags: '00' };
}

/** The `traceparent` to send with a call of ours, a new span of the same trace. */
export function toTraceparent({ traceId, flags }: TraceContext): string {
  return `00-${traceId}-${randomHex(16)}-${flags}`;
}

/** Node keeps a store of random UUIDs, which makes them far cheaper than random bytes. */
function randomHex(length: number): string {
  return randomUUID().replaceAll('-', '').slice(0, length);
}
