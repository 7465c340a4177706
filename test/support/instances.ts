import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp } from '../../src/app.factory.js';
import { SweeperService } from '../../src/modules/sweeper/index.js';
import { testConfig } from './environment.js';
import type { TestShop } from './shop.js';

export interface Instances {
  apps: NestExpressApplication[];
  close(): Promise<void>;
}

/** Further instances of a shop's application on its database, each with connections of its own. */
export async function otherInstances(
  { test }: TestShop,
  count: number,
  environment: Record<string, string> = {},
): Promise<Instances> {
  const apps: NestExpressApplication[] = [];
  for (let index = 0; index < count; index++) {
    apps.push(await createApp(testConfig({ MONGODB_URI: test.uri, ...environment })));
  }
  return {
    apps,
    async close() {
      await Promise.all(apps.map((app) => app.close()));
    },
  };
}

/** A run of the sweeper of each instance, all at once. */
export async function sweepAll(apps: NestExpressApplication[]): Promise<void> {
  const deadline = new Date(8.64e15);
  await Promise.all(apps.map((app) => app.get(SweeperService).run({ deadline })));
}
