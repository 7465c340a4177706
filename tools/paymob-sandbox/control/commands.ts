import { Ajv } from 'ajv';
import { OUTCOMES } from '../payments/outcomes.ts';
import { ControlError } from './control-error.ts';
import type { PayCommand } from './pay.ts';

interface Commands {
  pay: PayCommand;
}

const POSITIVE = { type: 'integer', minimum: 1 } as const;

const SCHEMAS: Record<keyof Commands, object> = {
  pay: command({
    integration_id: POSITIVE,
    outcome: { enum: Object.keys(OUTCOMES) },
    save_card: { type: 'boolean' },
    force: { type: 'boolean' },
  }),
};

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const validators = Object.fromEntries(
  Object.entries(SCHEMAS).map(([name, schema]) => [name, ajv.compile(schema)]),
);

/**
 * Reads the body of a control call; an absent body counts as an empty one.
 * @throws {ControlError} 400 naming everything that is wrong
 */
export function readCommand<Name extends keyof Commands>(name: Name, body: unknown): Commands[Name] {
  const command = body ?? {};
  const validate = validators[name];
  if (validate?.(command) === true) return command;
  throw new ControlError(400, ajv.errorsText(validate?.errors, { dataVar: 'body' }));
}

function command(properties: Record<string, object>, required: string[] = []): object {
  return { type: 'object', additionalProperties: false, properties, required };
}
