import type { Order } from '../model/records.ts';
import type { Store } from '../store/store.ts';
import type { CallbackEvent } from './delivery.ts';
import type { Effects, Scenario } from './scenario.ts';

export interface Occasion {
  order: Order;
  event: CallbackEvent;
  target: Scenario['target'];
}

/** The effects of all scenarios that match, the newest winning; each use counts against the scenario. */
export function takeEffects(store: Store, occasion: Occasion): Effects {
  let effects: Effects = {};
  for (const scenario of store.scenarios.all()) {
    if (!matches(scenario, occasion)) continue;
    effects = { ...effects, ...scenario.effects };
    if (scenario.times === null) continue;
    if (scenario.times > 1) store.scenarios.save({ ...scenario, times: scenario.times - 1 });
    else store.scenarios.delete(scenario.id);
  }
  return effects;
}

function matches(scenario: Scenario, { order, event, target }: Occasion): boolean {
  return (
    scenario.target === target &&
    (scenario.order_id === null || scenario.order_id === order.id) &&
    (scenario.merchant_order_id === null || scenario.merchant_order_id === order.merchantOrderId) &&
    (scenario.events === null || scenario.events.includes(event))
  );
}
