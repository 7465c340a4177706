import { mongo } from 'mongoose';
import { migrateDown, migrateUp, migrationStatus } from './migrations.js';

/** `npm run migrate [-- up|down|status]`: brings the indexes and data of the database at MONGODB_URI up to date. */
const uri = process.env['MONGODB_URI'];
if (uri === undefined) {
  console.error('Set MONGODB_URI to the database to migrate');
  process.exit(1);
}
const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
try {
  await client.connect();
  const db = client.db();
  const command = process.argv[2] ?? 'up';
  if (command === 'up') report('applied', await migrateUp(client, db));
  else if (command === 'down') report('taken back', await migrateDown(client, db));
  else if (command === 'status') console.table(await migrationStatus(db));
  else throw new Error(`Unknown command ${command}: use up, down or status`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await client.close();
}

function report(what: string, names: string[]): void {
  console.log(names.length === 0 ? 'Nothing to do' : `${what}: ${names.join(', ')}`);
}
