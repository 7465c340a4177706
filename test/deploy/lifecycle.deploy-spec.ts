import { jest } from '@jest/globals';
import { osls } from '../../tools/deploy/osls.ts';
import { DeployedStage } from './deployed-stage.ts';
import { deploy } from './deployed-stack.ts';

const MINUTE = 60_000;
jest.setTimeout(10 * MINUTE);

const API = 'ecommerce-backend-prod-api';
const STAGE = ['--stage', 'prod'];

let stage: DeployedStage;

beforeAll(async () => {
  stage = await DeployedStage.deploy('prod');
}, 10 * MINUTE);

afterAll(() => stage.stop());

it('a stage can be changed, listed, rolled back and removed', async () => {
  const { environment } = stage.emulator;
  const first = await stage.configurationOf(API);
  await deploy(stage.emulator, 'prod', ['logLevel=debug']);
  const second = await stage.configurationOf(API);

  const listed = await osls(['deploy', 'list', ...STAGE], environment);
  const timestamps = [...listed.matchAll(/Timestamp: (\d+)/g)].map(([, timestamp]) => timestamp!);
  await osls(['rollback', '--timestamp', timestamps[0]!, ...STAGE], environment);
  const rolledBack = await stage.configurationOf(API);
  const info = await osls(['info', ...STAGE], environment);
  await osls(['remove', ...STAGE], environment);

  expect(first.Environment.Variables).toMatchObject({
    LOG_LEVEL: 'log',
    CORS_ORIGINS: 'https://shop.example.com',
  });
  expect(second.Environment.Variables).toMatchObject({ LOG_LEVEL: 'debug' });
  expect(timestamps).toHaveLength(2);
  expect(rolledBack.Environment.Variables).toMatchObject({ LOG_LEVEL: 'log' });
  expect(info).toContain('stack: ecommerce-backend-prod');
  await expect(stage.configurationOf(API)).rejects.toThrow(/ResourceNotFound/);
});
