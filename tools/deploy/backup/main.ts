import { MongoClient } from 'mongodb';
import { backUp, restore } from './backup.ts';
import { drill } from './drill.ts';

const USAGE = `npm run backup -- FOLDER          writes the database at MONGODB_URI into a folder
npm run backup -- restore FOLDER  puts it into the empty database at MONGODB_URI
npm run backup -- drill           proves that a backup of it can be restored`;

const [command = '', argument] = process.argv.slice(2);
const uri = process.env['MONGODB_URI'];
if (uri === undefined || command === '' || (command === 'restore' && argument === undefined)) {
  console.error(`${USAGE}\nSet MONGODB_URI to the database.`);
  process.exit(2);
}
const client = await new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 }).connect();
try {
  const db = client.db();
  if (command === 'drill') {
    const report = await drill(client, db.databaseName);
    console.log(report);
    process.exitCode = report.different.length === 0 ? 0 : 1;
  } else {
    const collections = command === 'restore' ? await restore(db, argument!) : await backUp(db, command);
    console.table(Object.fromEntries(collections.map(({ name, documents }) => [name, { documents }])));
  }
} finally {
  await client.close();
}
