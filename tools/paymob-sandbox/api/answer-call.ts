import { setTimeout as pause } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { isJson } from '../model/json.ts';
import type { Sandbox } from '../sandbox.ts';
import { ApiError } from '../wire/api-error.ts';
import type { Fault } from './fault.ts';
import { takeFault } from './faults.ts';
import type { Answer, Call, Route } from './route.ts';

/** Answers one call of the API: the fault on demand, the operation as a whole or not at all, the answer. */
export async function answerCall(
  sandbox: Sandbox,
  route: Route,
  request: Request,
  response: Response,
): Promise<void> {
  response.set('x-paymob-id', sandbox.ids.token());
  const fault = takeFault(sandbox.store, request.method, request.path);
  if (fault?.kind === 'reset') return void request.socket.resetAndDestroy();
  if (fault?.kind === 'status') return sendStatus(response, fault);
  if (fault?.kind === 'slow') await pause(fault.delay_ms, undefined, { ref: false });
  // The caller may have gone, as after a time-out, and the call still takes effect; not so when the sandbox was stopped.
  if (!sandbox.store.isOpen) return;
  const answer = perform(sandbox, route, readCall(request, fault));
  if (fault?.kind === 'slow_after') await pause(fault.delay_ms, undefined, { ref: false });
  sendAnswer(response, answer, fault);
}

function readCall(request: Request, fault: Fault | null): Call {
  return {
    params: request.params as Record<string, string>,
    query: request.query,
    body: isJson(request.body) ? request.body : {},
    authorization: request.headers.authorization,
    childState:
      fault?.kind === 'child_pending'
        ? 'pending'
        : fault?.kind === 'child_declined'
          ? 'declined'
          : 'succeeded',
  };
}

function perform(sandbox: Sandbox, route: Route, call: Call): Answer {
  try {
    return sandbox.store.atomically(() => route.handle(sandbox, call));
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: error.body };
    throw error;
  }
}

/** The operation has taken effect; only what the caller hears of it differs. */
function sendAnswer(response: Response, { status, body }: Answer, fault: Fault | null): void {
  switch (fault?.kind) {
    case 'reset_after':
      response.socket?.resetAndDestroy();
      return;
    case 'status_after':
      sendStatus(response, fault);
      return;
    case 'malformed_json_after': {
      const text = JSON.stringify(body);
      response
        .status(status)
        .type('application/json')
        .send(text.slice(0, Math.ceil(text.length / 2)));
      return;
    }
    case 'empty_body_after':
      response.status(status).end();
      return;
    default:
      response.status(status).json(body);
  }
}

function sendStatus(response: Response, { status, headers, body }: Fault): void {
  response.status(status).set(headers).json(body);
}
