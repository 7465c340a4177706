import type { Delivery } from '../callbacks/delivery.ts';
import type { Json } from '../model/json.ts';
import type { Sandbox } from '../sandbox.ts';
import { readCommand } from './commands.ts';
import { ControlError } from './control-error.ts';
import type { Control } from './control.ts';
import { deliveryBody } from './delivery-body.ts';

/** Callbacks: what was sent, and sending it now, again or in an order of choice. */
export const deliveryControls: Control[] = [
  {
    method: 'get',
    path: '/deliveries',
    run: (sandbox, { query }) => {
      const { order_id: orderId, status } = query;
      const found =
        orderId === undefined
          ? sandbox.store.deliveries.all()
          : sandbox.store.deliveries.findBy('orderId', Number(orderId));
      return {
        deliveries: found
          .filter((delivery) => status === undefined || delivery.status === status)
          .map(deliveryBody),
      };
    },
  },
  {
    method: 'post',
    path: '/deliveries/flush',
    run: async (sandbox) => {
      await sandbox.scheduler.runDue();
      return { waiting: sandbox.store.deliveries.findBy('status', 'queued').length };
    },
  },
  {
    method: 'post',
    path: '/deliveries/release',
    run: (sandbox, { body }) => release(sandbox, readCommand('release', body).ids),
  },
  {
    method: 'post',
    path: '/deliveries/:id/replay',
    run: async (sandbox, { params }) => (await release(sandbox, [Number(params['id'])])).deliveries[0],
  },
];

/** Sends the deliveries one after the other, each after the answer to the one before. */
async function release(sandbox: Sandbox, ids: number[]): Promise<{ deliveries: Json[] }> {
  const find = (id: number): Delivery => {
    const delivery = sandbox.store.deliveries.get(id);
    if (delivery === undefined) throw new ControlError(404, `There is no delivery ${id}`);
    return delivery;
  };
  ids.forEach(find);
  for (const id of ids) await sandbox.deliveries.sendNow(find(id));
  return { deliveries: ids.map((id) => deliveryBody(find(id))) };
}
