import type { Sandbox } from '../sandbox.ts';

interface ControlCall {
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
}

/** An operation of the control interface; what it returns is the JSON of the answer. */
export interface Control {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  /** @throws {ControlError} for every refusal */
  run: (sandbox: Sandbox, call: ControlCall) => unknown;
}
