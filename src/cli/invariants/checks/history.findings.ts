import { isTransition, type OrderStates } from '../../../modules/orders/domain/order-lifecycle.js';
import type { HistoryRecord, OrderRecord } from '../../../modules/orders/order.schema.js';
import type { Finding } from '../violation.js';

/** Where each field begins; the first status stands in the history itself. */
const START: OrderStates = { status: 'placing', paymentStatus: 'unpaid', fulfilmentStatus: 'unfulfilled' };

/** I7: each field has come to where it is along the edges of its published graph. */
export function historyFindings(order: OrderRecord): Finding[] {
  return (Object.keys(START) as (keyof OrderStates)[]).flatMap((field) => {
    const steps = order.history.filter((entry) => entry.field === field);
    return pathFindings(field, field === 'status' ? steps.slice(1) : steps, order);
  });
}

function pathFindings(field: keyof OrderStates, steps: HistoryRecord[], order: OrderRecord): Finding[] {
  const findings: Finding[] = [];
  let current: string = START[field];
  for (const { from, to } of steps) {
    if (from !== current) findings.push(broken(`${field} was ${current} and left ${from}`));
    else if (!isTransition(field, from, to)) findings.push(broken(`${field} went from ${from} to ${to}`));
    current = to;
  }
  if (current !== order[field]) findings.push(broken(`${field} is ${order[field]} and came to ${current}`));
  return findings;
}

function broken(what: string): Finding {
  return { invariant: 'I7', what, hint: 'Somebody has changed the order past the application' };
}
