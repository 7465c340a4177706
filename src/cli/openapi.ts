import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { createApp } from '../app.factory.js';
import { buildOpenApiDocument } from '../openapi/build-document.js';
import { commandConfig } from './application.js';

/** `npm run openapi`: writes the document that clients and SDK generators read; it needs no database. */
const app = await createApp(commandConfig({ MONGODB_URI: 'mongodb://127.0.0.1:1/none', LOG_LEVEL: 'fatal' }));
await writeFile('openapi.json', `${JSON.stringify(buildOpenApiDocument(app), null, 2)}\n`);
await app.close();
