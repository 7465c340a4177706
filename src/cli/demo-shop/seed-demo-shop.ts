import type { INestApplicationContext } from '@nestjs/common';
import { type ImportReport, ProductImporter } from '../../modules/products/index.js';
import { UserRepository, UsersService } from '../../modules/users/index.js';
import { buildDemoCatalogue } from './build-catalogue.js';
import { DEMO_ACCOUNTS } from './demo-accounts.js';

/**
 * Fills a shop with the demo catalogue and the demo accounts; null when that was done before, so that nobody's
 * changes are undone. The admin comes last: as long as there is none, an interrupted seeding is finished.
 */
export async function seedDemoShop(application: INestApplicationContext): Promise<ImportReport | null> {
  const isSeeded = (await application.get(UserRepository).findByEmail(DEMO_ACCOUNTS.admin.email)) !== null;
  if (isSeeded) return null;
  const report = await application.get(ProductImporter).import(buildDemoCatalogue(), 'demo', 'seed');
  const users = application.get(UsersService);
  await users.createIfAbsent(DEMO_ACCOUNTS.customer);
  await users.createIfAbsent(DEMO_ACCOUNTS.admin);
  return report;
}
