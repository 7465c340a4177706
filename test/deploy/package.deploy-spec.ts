import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { demonstrate } from '../../tools/demo/demonstrate.ts';
import { SALE_METHODS } from '../../tools/demo/sale.ts';
import { startOfflineStack } from '../../tools/lambda/offline/offline-stack.ts';
import { buildRuntimeClient } from '../../tools/lambda/runtime/runtime-client.ts';
import { DeployedStage } from './deployed-stage.ts';

const MINUTE = 60_000;
// The first use of the runtime interface client compiles it.
jest.setTimeout(15 * MINUTE);

let stage: DeployedStage;

beforeAll(async () => {
  stage = await DeployedStage.deploy('dev');
}, 10 * MINUTE);

afterAll(() => stage.stop());

describe('the package in the deployment bucket', () => {
  it('sells something by each payment method, with the variables of the deployed function', async () => {
    const bucket = await stage.bucketOf('ecommerce-backend-dev', 'ServerlessDeploymentBucket');
    const { Contents } = await stage.api<{ Contents: { Key: string }[] }>(
      's3api',
      'list-objects-v2',
      '--bucket',
      bucket,
    );
    const key = Contents.map(({ Key }) => Key).find((name) => name.endsWith('lambda.zip'))!;
    const folder = await mkdtemp(join(tmpdir(), 'deployed-package-'));
    const zip = join(folder, 'lambda.zip');
    await stage.api('s3api', 'get-object', '--bucket', bucket, '--key', key, zip);
    const { Environment: deployed } = await stage.configurationOf('ecommerce-backend-dev-api');
    const client = await buildRuntimeClient();
    const shop = await startOfflineStack({
      zip,
      deployedVariables: deployed.Variables,
      sweepIntervalMs: 3_000,
    });

    const lines: string[] = [`through ${client.name}`];
    const isWhole = await demonstrate(shop, [...SALE_METHODS], 'shirt', (line) => lines.push(line));

    expect({ isWhole, lines }).toMatchObject({ isWhole: true });
    await shop.stop();
    await rm(folder, { recursive: true });
  });
});
