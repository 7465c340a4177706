import { majorText } from '../model/money.ts';
import type { Transaction } from '../model/records.ts';
import { claimedCents, recordChild, type ChildKind } from '../payments/record-child.ts';
import type { Sandbox } from '../sandbox.ts';
import { businessDay } from '../wire/timestamp.ts';
import { ApiError } from '../wire/api-error.ts';
import { requireSecretKey, requireSecretKeyOrAuthToken } from './authenticate.ts';
import { Fields } from './fields.ts';
import type { Answer, Call, Route } from './route.ts';

export const childRoutes: Route[] = [
  { method: 'post', path: '/api/acceptance/void_refund/refund{/}', handle: refund },
  { method: 'post', path: '/api/acceptance/void_refund/void{/}', handle: voidPayment },
  { method: 'post', path: '/api/acceptance/capture{/}', handle: capture },
];

const INVALID_ID = 'Invalid transaction id';

/** Gives back a part of a payment or all that is left of it. */
function refund(sandbox: Sandbox, call: Call): Answer {
  requireSecretKeyOrAuthToken(sandbox, call);
  const { payment, amountCents } = readRequest(sandbox, call);
  const { method } = sandbox.lookup.integration(payment.integrationId);
  if (payment.isVoided || payment.state !== 'succeeded') refuse('The transaction is not refundable');
  if (method === 'kiosk' && !sandbox.behaviour().refund_kiosk)
    refuse('Kiosk transactions can not be refunded');
  const paid = payment.isAuth ? payment.capturedCents : payment.amountCents;
  const left = paid - claimedCents(sandbox, payment, 'refund');
  if (amountCents > left) {
    const most = `${payment.currency} ${majorText(left, payment.currency)}`;
    refuse(
      `Requested Refund Amount is greater than the maximum refund amount permissible. Maximum Refund Amount is ${most}`,
    );
  }
  return child(sandbox, call, payment, 'refund', amountCents);
}

/** Undoes a card payment on the day on which it was made, or an authorisation while nothing of it is captured. */
function voidPayment(sandbox: Sandbox, call: Call): Answer {
  requireSecretKeyOrAuthToken(sandbox, call);
  const payment = findPayment(sandbox, call);
  const { method, region } = sandbox.lookup.integration(payment.integrationId);
  if (method !== 'card') refuse('Only card transactions can be voided');
  if (payment.isVoided || claimedCents(sandbox, payment, 'void') > 0)
    refuse('The transaction is already voided');
  if (payment.state !== 'succeeded') refuse('The transaction is not voidable');
  const isTouched = claimedCents(sandbox, payment, 'refund') + claimedCents(sandbox, payment, 'capture') > 0;
  if (isTouched) refuse('The transaction is captured or refunded and can not be voided');
  const isSameDay = businessDay(payment.createdAt, region) === businessDay(sandbox.clock.now(), region);
  if (!payment.isAuth && !isSameDay) refuse('The transaction is settled and can not be voided');
  return child(sandbox, call, payment, 'void', payment.amountCents);
}

/** Takes a part of an authorised amount or all of it. */
function capture(sandbox: Sandbox, call: Call): Answer {
  requireSecretKey(call);
  const { payment, amountCents } = readRequest(sandbox, call);
  if (
    !payment.isAuth ||
    payment.state !== 'succeeded' ||
    payment.isVoided ||
    claimedCents(sandbox, payment, 'void') > 0
  ) {
    throw ApiError.notFound(INVALID_ID);
  }
  if (amountCents > payment.amountCents - claimedCents(sandbox, payment, 'capture')) {
    throw new ApiError(400, { detail: 'Capture amount cannot exceed auth amount' });
  }
  return child(sandbox, call, payment, 'capture', amountCents);
}

function child(
  sandbox: Sandbox,
  call: Call,
  payment: Transaction,
  kind: ChildKind,
  amountCents: number,
): Answer {
  const recorded = recordChild(sandbox, { payment, kind, amountCents, state: call.childState });
  return { status: 200, body: sandbox.lookup.transactionBody(recorded) };
}

function readRequest(sandbox: Sandbox, call: Call): { payment: Transaction; amountCents: number } {
  const fields = new Fields(call.body);
  fields.integer('transaction_id');
  const amountCents = fields.integer('amount_cents');
  fields.check();
  return { payment: findPayment(sandbox, call), amountCents };
}

/** The payment that is meant; the id of a capture stands for the authorisation that it belongs to. */
function findPayment(sandbox: Sandbox, call: Call): Transaction {
  const fields = new Fields(call.body);
  const id = fields.integer('transaction_id');
  fields.check();
  const named = sandbox.store.transactions.get(id);
  const meant = named?.kind === 'capture' ? sandbox.lookup.transaction(named.parentId ?? named.id) : named;
  if (meant?.kind !== 'payment') throw ApiError.notFound(INVALID_ID);
  return meant;
}

function refuse(message: string): never {
  throw new ApiError(400, { message });
}
