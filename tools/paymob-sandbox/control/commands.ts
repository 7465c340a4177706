import { Ajv } from 'ajv';
import { DEFAULT_BEHAVIOUR, type Behaviour } from '../behaviour.ts';
import type { Fault } from '../api/fault.ts';
import type { Scenario } from '../callbacks/scenario.ts';
import { OUTCOMES, type OutcomeName } from '../payments/outcomes.ts';
import { ControlError } from './control-error.ts';
import type { PayCommand } from './pay.ts';

/** What the bodies of control calls hold. */
interface Commands {
  pay: PayCommand;
  settle: { outcome: OutcomeName };
  advance: { seconds: number };
  release: { ids: number[] };
  scenario: Partial<Omit<Scenario, 'id' | 'effects'>> & Pick<Scenario, 'effects'>;
  fault: Partial<Omit<Fault, 'id' | 'kind' | 'path'>> & Pick<Fault, 'kind' | 'path'>;
  behaviour: Partial<Behaviour>;
  callbacks: { processed?: string; response?: string };
}

const POSITIVE = { type: 'integer', minimum: 1 };
const TIMES = { type: 'integer', minimum: 1, nullable: true };
const SECONDS = { type: 'number', minimum: 0 };
const FLAG = { type: 'boolean' };
const TEXT = { type: 'string', minLength: 1 };
const ANY_OBJECT = { type: 'object' };
const OUTCOME = { enum: Object.keys(OUTCOMES) };

const EFFECTS = command({
  duplicates: { type: 'integer', minimum: 1, maximum: 1000 },
  delay_seconds: SECONDS,
  drop: FLAG,
  hold: FLAG,
  reorder: { type: 'integer', minimum: 2 },
  hmac: { enum: ['flipped', 'uppercase', 'missing', 'short', 'repeated'] },
  set: ANY_OBJECT,
  tamper: ANY_OBJECT,
  shift_digits: { enum: ['id|integration_id', 'order.id|owner'] },
  extra_fields: FLAG,
  null_numbers: FLAG,
});

const SCHEMAS: Record<keyof Commands, object> = {
  pay: command({ integration_id: POSITIVE, outcome: OUTCOME, save_card: FLAG, force: FLAG }),
  settle: command({ outcome: OUTCOME }, ['outcome']),
  advance: command({ seconds: SECONDS }, ['seconds']),
  release: command({ ids: { type: 'array', items: POSITIVE, minItems: 1 } }, ['ids']),
  scenario: command(
    {
      order_id: POSITIVE,
      merchant_order_id: TEXT,
      target: { enum: ['callback', 'redirect'] },
      events: {
        type: 'array',
        items: { enum: ['payment', 'pending', 'update', 'refund', 'void', 'capture', 'token'] },
        minItems: 1,
      },
      times: TIMES,
      effects: EFFECTS,
    },
    ['effects'],
  ),
  fault: command(
    {
      kind: {
        enum: [
          'status',
          'status_after',
          'slow',
          'slow_after',
          'reset',
          'reset_after',
          'malformed_json_after',
          'empty_body_after',
          'child_pending',
          'child_declined',
        ],
      },
      method: { enum: ['GET', 'POST', 'PUT'] },
      path: { type: 'string', pattern: '^/' },
      times: TIMES,
      status: { type: 'integer', minimum: 200, maximum: 599 },
      headers: { type: 'object', additionalProperties: { type: 'string' } },
      body: {},
      delay_ms: { type: 'integer', minimum: 0, maximum: 120_000 },
    },
    ['kind', 'path'],
  ),
  behaviour: command({
    ...Object.fromEntries(Object.keys(DEFAULT_BEHAVIOUR).map((name) => [name, FLAG])),
    intention_urls_for: { type: 'array', items: { enum: ['card', 'wallet', 'kiosk'] }, uniqueItems: true },
    redirect_order_key: { enum: ['order', 'order_id'] },
    callback_retry_seconds: { type: 'array', items: SECONDS, maxItems: 20 },
    callback_timeout_seconds: { type: 'number', exclusiveMinimum: 0 },
  }),
  callbacks: command({
    processed: { type: 'string', pattern: '^https?://' },
    response: { type: 'string', pattern: '^https?://' },
  }),
};

const ajv = new Ajv({ allErrors: true });
const validators = Object.fromEntries(
  Object.entries(SCHEMAS).map(([name, schema]) => [name, ajv.compile(schema)]),
);

/**
 * Reads the body of a control call; an absent body counts as an empty one.
 * @throws {ControlError} 400 naming everything that is wrong
 */
export function readCommand<Name extends keyof Commands>(name: Name, body: unknown): Commands[Name] {
  const command: unknown = body ?? {};
  const validate = validators[name];
  if (validate?.(command) === true) return command as Commands[Name];
  throw new ControlError(400, ajv.errorsText(validate?.errors, { dataVar: 'body' }));
}

function command(properties: Record<string, object>, required: string[] = []): object {
  return { type: 'object', additionalProperties: false, properties, required };
}
