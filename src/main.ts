import 'reflect-metadata';
import { createApp } from './app.factory.js';
import { AppConfig } from './config/app-config.js';
import { InvalidEnvironmentError } from './config/environment.js';
import { SweeperLoop } from './modules/sweeper/index.js';
import { setupDocs } from './openapi/setup-docs.js';

try {
  const config = AppConfig.fromEnvironment();
  const app = await createApp(config, setupDocs);
  app.enableShutdownHooks();
  await app.listen(config.port);
  app.get(SweeperLoop).start();
} catch (error) {
  process.stderr.write(`${error instanceof InvalidEnvironmentError ? error.message : String(error)}\n`);
  process.exit(1);
}
