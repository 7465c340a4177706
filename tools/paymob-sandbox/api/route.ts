import type { Json } from '../model/json.ts';
import type { NewChild } from '../payments/record-child.ts';
import type { Sandbox } from '../sandbox.ts';

export interface Call {
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: Json;
  authorization: string | undefined;
  /** How a refund, void or capture ends; other than `succeeded` only by a fault on demand. */
  childState: NewChild['state'];
}

export interface Answer {
  status: number;
  body: unknown;
}

/** An operation of Paymob's API; synchronous, so that nothing comes between its checks and its writes. */
export interface Route {
  method: 'get' | 'post' | 'put';
  path: string;
  /** @throws {ApiError} for every refusal */
  handle: (sandbox: Sandbox, call: Call) => Answer;
}
