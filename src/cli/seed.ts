import 'reflect-metadata';
import { AppConfig } from '../config/app-config.js';
import { openApplication } from './application.js';
import { DEMO_ACCOUNTS } from './demo-shop/demo-accounts.js';
import { seedDemoShop } from './demo-shop/seed-demo-shop.js';
import { printReport } from './import/print-report.js';

/** `npm run seed`: fills the database at MONGODB_URI with the demo shop; a repeat does nothing. */
async function main(): Promise<void> {
  const application = await openApplication();
  try {
    if (application.get(AppConfig).isProduction) {
      throw new Error('The demo shop has accounts with public passwords and is not for production');
    }
    const report = await seedDemoShop(application);
    if (report === null) return console.log('The demo shop is there already');
    printReport('demo shop', report);
    for (const { role, email, password } of Object.values(DEMO_ACCOUNTS)) {
      console.log(`  ${role.padEnd(10)}  ${email}  ${password}`);
    }
  } finally {
    await application.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
