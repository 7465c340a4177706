import type { Sandbox } from '../sandbox.ts';
import { readCommand } from './commands.ts';
import { ControlError } from './control-error.ts';
import type { Control } from './control.ts';

/** Clock, faults on demand, behaviour, callback addresses and reset. */
export const setupControls: Control[] = [
  { method: 'get', path: '/clock', run: clockOf },
  {
    method: 'post',
    path: '/clock/advance',
    run: async (sandbox, { body }) => {
      const { seconds } = readCommand('advance', body);
      sandbox.store.writeEntry('clock', sandbox.clock.advance(Math.round(seconds * 1000)));
      await sandbox.scheduler.runDue();
      return clockOf(sandbox);
    },
  },
  { method: 'get', path: '/scenarios', run: ({ store }) => ({ scenarios: store.scenarios.all() }) },
  {
    method: 'post',
    path: '/scenarios',
    run: ({ store }, { body }) =>
      store.scenarios.save({
        order_id: null,
        merchant_order_id: null,
        target: 'callback',
        events: null,
        times: null,
        ...readCommand('scenario', body),
        id: store.nextNumber('scenarios'),
      }),
  },
  { method: 'delete', path: '/scenarios', run: ({ store }) => ({ deleted: store.scenarios.clear() }) },
  { method: 'get', path: '/faults', run: ({ store }) => ({ faults: store.faults.all() }) },
  {
    method: 'post',
    path: '/faults',
    run: ({ store }, { body }) =>
      store.faults.save({
        method: null,
        times: 1,
        status: 500,
        headers: {},
        body: { detail: 'A server error occurred.' },
        delay_ms: 1000,
        ...readCommand('fault', body),
        id: store.nextNumber('faults'),
      }),
  },
  { method: 'delete', path: '/faults', run: ({ store }) => ({ deleted: store.faults.clear() }) },
  { method: 'get', path: '/behaviour', run: (sandbox) => sandbox.behaviour() },
  {
    method: 'put',
    path: '/behaviour',
    run: (sandbox, { body }) => {
      sandbox.store.writeEntry('behaviour', { ...sandbox.behaviour(), ...readCommand('behaviour', body) });
      return sandbox.behaviour();
    },
  },
  {
    method: 'put',
    path: '/integrations/:id/callbacks',
    run: (sandbox, { params, body }) => {
      const integration = sandbox.store.integrations.get(Number(params['id']));
      if (integration === undefined) throw new ControlError(404, 'There is no such integration');
      const { processed, response } = readCommand('callbacks', body);
      return sandbox.store.integrations.save({
        ...integration,
        processedCallback: processed ?? integration.processedCallback,
        responseCallback: response ?? integration.responseCallback,
      });
    },
  },
  {
    method: 'post',
    path: '/reset',
    run: async (sandbox) => {
      await sandbox.reset();
      return { reset: true };
    },
  },
];

function clockOf({ clock }: Sandbox): { now: string } {
  return { now: new Date(clock.now()).toISOString() };
}
