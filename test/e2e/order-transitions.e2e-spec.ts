import { jest } from '@jest/globals';
import {
  type Action,
  ACTIONS,
  act,
  after,
  type MakeSubject,
  paid,
  pending,
  settled,
  type Stage,
  stored,
} from '../support/order-acts.js';
import { PaymentScene } from '../support/payments.js';

jest.setTimeout(60_000);

/**
 * What an action leads to: `y` it happens, `r` it has happened before and changes nothing, `x` the state forbids it,
 * `q` no such units are open, `-` there is no parcel.
 */
type Outcome = 'y' | 'r' | 'x' | 'q' | '-';

/** A state with its three statuses, how an order gets there, and the outcome of each of `ACTIONS`. */
type Row = [name: string, states: string, make: MakeSubject, outcomes: string];

const confirmed = after(pending('cod'), 'confirm');

const expired: MakeSubject = async (stage) => {
  const subject = await pending('card')(stage);
  const { scene } = stage;
  await scene.pass({ minutes: 60 });
  await scene.shop.sweep();
  return subject;
};

// In the order of ACTIONS: confirm · send all, one · cancel all, as guest, one · deliver, refuse.
const CARD: Row[] = [
  ['waits for money', 'pending unpaid unfulfilled', pending('card'), 'x xx yyy --'],
  ['was not paid in time', 'expired unpaid unfulfilled', expired, 'x xx xxx --'],
  [
    'was cancelled unpaid',
    'cancelled unpaid unfulfilled',
    after(pending('card'), 'cancel all'),
    'x xx rrx --',
  ],
  ['is paid', 'confirmed paid unfulfilled', paid, 'x yy yyy --'],
  [
    'lacks a cancelled unit',
    'confirmed partially_refunded unfulfilled',
    after(paid, 'cancel one'),
    'x yy yyy --',
  ],
  ['was cancelled paid', 'cancelled refunded unfulfilled', after(paid, 'cancel all'), 'x xx rrx --'],
  ['is sent in part', 'confirmed paid partially_fulfilled', after(paid, 'send one'), 'x yy xxy yy'],
  ['is sent', 'confirmed paid fulfilled', after(paid, 'send all'), 'x xq xxq yy'],
  [
    'has arrived in part',
    'confirmed paid partially_fulfilled',
    after(paid, 'send one', 'deliver'),
    'x yy xxy rx',
  ],
  ['has arrived', 'completed paid delivered', after(paid, 'send all', 'deliver'), 'x xx xxx rx'],
  [
    'was refused at the door',
    'cancelled refunded returned',
    after(paid, 'send all', 'refuse'),
    'x xx rrx xr',
  ],
  [
    'was refused in part',
    'confirmed partially_refunded unfulfilled',
    after(paid, 'send one', 'refuse'),
    'x yy yyy xr',
  ],
];

const CASH: Row[] = [
  ['waits for a call', 'pending unpaid unfulfilled', pending('cod'), 'y xx yyy --'],
  ['is confirmed', 'confirmed unpaid unfulfilled', confirmed, 'r yy yyy --'],
  ['was cancelled', 'cancelled unpaid unfulfilled', after(confirmed, 'cancel all'), 'x xx rrx --'],
  ['is sent in part', 'confirmed unpaid partially_fulfilled', after(confirmed, 'send one'), 'r yy xxy yy'],
  ['is sent', 'confirmed unpaid fulfilled', after(confirmed, 'send all'), 'r xq xxq yy'],
  [
    'has arrived in part',
    'confirmed partially_paid partially_fulfilled',
    after(confirmed, 'send one', 'deliver'),
    'r yy xxy rx',
  ],
  ['has arrived', 'completed paid delivered', after(confirmed, 'send all', 'deliver'), 'x xx xxx rx'],
  [
    'was refused at the door',
    'cancelled unpaid returned',
    after(confirmed, 'send all', 'refuse'),
    'x xx rrx xr',
  ],
];

const AUTHORIZED: Row[] = [
  ['is only authorised', 'confirmed authorized unfulfilled', paid, 'x xx yyy --'],
  ['was given up', 'cancelled voided unfulfilled', after(paid, 'cancel all'), 'x xx rrx --'],
];

describe.each([
  ['a card order', {}, CARD],
  ['a cash order', {}, CASH],
  ['a card order', { PAYMOB_AUTH_INTEGRATION_ID: '1004' }, AUTHORIZED],
])('%s', (_kind, environment: Record<string, string>, rows) => {
  let scene: PaymentScene;
  let stage: Stage;
  beforeAll(async () => {
    scene = await PaymentScene.open(environment);
    stage = { scene, sku: await scene.shop.addProduct(10_000) };
  });
  afterAll(() => scene.close());

  describe.each(rows)('that %s (%s)', (_name, states, make, outcomes) => {
    const row = [...outcomes.replaceAll(' ', '')].map(
      (outcome, i) => [ACTIONS[i]!, outcome as Outcome] as const,
    );

    it('answers what cannot be done with 409 and the state, and changes nothing', async () => {
      const subject = await make(stage);
      const before = await settled(scene, subject);
      expect(statesOf(before)).toBe(states);

      for (const [action, outcome] of row.filter(([, each]) => each !== 'y')) {
        const { status, body } = await act(scene, subject, action);
        expect({ action, answer: { status, ...factsOf(body) } }).toEqual({
          action,
          answer: expectedFacts(outcome, states),
        });
        expect({ action, order: await stored(scene, subject) }).toEqual({ action, order: before });
      }
    });

    for (const [action] of row.filter(([, outcome]) => outcome === 'y')) {
      it(`can: ${action}`, async () => {
        const subject = await make(stage);
        const before = await settled(scene, subject);

        const { status } = await act(scene, subject, action);

        expect(status).toBe(CREATING.includes(action) ? 201 : 200);
        expect((await stored(scene, subject))['version']).toBeGreaterThan(Number(before['version']));
      });
    }
  });
});

const CREATING: Action[] = ['send all', 'send one'];

interface Facts {
  code?: string;
  states?: string;
}

function factsOf(body: Record<string, unknown>): Facts {
  const { code, orderStatus, paymentStatus, fulfilmentStatus } = body as Record<string, string>;
  if (code === undefined) return {};
  return {
    code,
    ...(orderStatus !== undefined && { states: `${orderStatus} ${paymentStatus} ${fulfilmentStatus}` }),
  };
}

function expectedFacts(outcome: Outcome, states: string): Facts & { status: number } {
  switch (outcome) {
    case 'x':
      return { status: 409, code: 'orders.illegal_transition', states };
    case 'q':
      return { status: 409, code: 'orders.quantity_not_open' };
    case '-':
      return { status: 404, code: 'orders.fulfilment_not_found' };
    default:
      return { status: 200 };
  }
}

function statesOf(order: Record<string, unknown>): string {
  return ['status', 'paymentStatus', 'fulfilmentStatus'].map((field) => String(order[field])).join(' ');
}
