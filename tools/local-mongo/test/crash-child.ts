import { startLocalMongo } from '../index.ts';

/** The server that crash tests kill: it tells its port on standard output. */
const server = await startLocalMongo({ dataDir: process.argv[2]! });
console.log(server.port);
