import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aws } from '../../tools/deploy/aws.ts';
import type { Emulator } from '../../tools/deploy/emulator.ts';
import { osls } from '../../tools/deploy/osls.ts';

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

export interface Template {
  Resources: Record<string, Resource>;
}

/** Values that a deployment needs to be given; none is a real one. */
const SECRETS = {
  MONGODB_URI: 'mongodb://127.0.0.1:1/unused',
  JWT_SECRET: 'a-secret-of-the-emulator-that-is-long-enough',
  PAYMOB_API_KEY: 'sandbox-api-key',
  PAYMOB_INTEGRATION_ID: '1001',
  PAYMOB_HMAC_SECRET: 'sandbox_hmac_secret',
  PAYMOB_OWNER_ID: '500001',
  PAYMOB_SECRET_KEY: 'egy_sk_test_sandbox',
  PAYMOB_PUBLIC_KEY: 'egy_pk_test_sandbox',
};

/** Puts the secrets of a stage where serverless.yml refers to them. */
export async function putSecrets(
  { environment }: Emulator,
  stage: string,
  overrides: Record<string, string> = {},
): Promise<void> {
  for (const [name, value] of Object.entries({ ...SECRETS, ...overrides })) {
    const parameter = `/ecommerce-backend/${stage}/${name}`;
    await aws(
      environment,
      'ssm',
      'put-parameter',
      '--type',
      'SecureString',
      '--overwrite',
      '--name',
      parameter,
      '--value',
      value,
    );
  }
}

/** Packages and deploys a stage. @returns the compiled template */
export async function deploy(
  emulator: Emulator,
  stage: string,
  parameters: string[] = [],
): Promise<Template> {
  const folder = join('build/deploy', stage);
  const options = [
    '--stage',
    stage,
    '--package',
    folder,
    ...parameters.map((parameter) => `--param=${parameter}`),
  ];
  await osls(['package', ...options], emulator.environment);
  await osls(['deploy', ...options], emulator.environment);
  return compiledTemplate(stage);
}

export const templatePath = (stage: string) =>
  join('build/deploy', stage, 'cloudformation-template-update-stack.json');

async function compiledTemplate(stage: string): Promise<Template> {
  return JSON.parse(await readFile(templatePath(stage), 'utf8')) as Template;
}

/** The resources of a type, by logical id. */
export function ofType(template: Template, type: string): [id: string, properties: Resource['Properties']][] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, { Properties }]) => [id, Properties]);
}
