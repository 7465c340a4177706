import { setImmediate as nextTurn } from 'node:timers/promises';

/** After a shorter pause the event loop has hardly stood still. */
const PAUSE_MS = 100;
/** Over TLS too, two were not always enough and three always were: one to read the end, one to close, one to tell the driver. */
const TURNS = 5;

let lastEventEndedAt = 0;

/**
 * Runs the work of an event once Node has noticed which connections were closed while the container was frozen. The
 * database closes idle ones, and the driver fails on a connection of which the end has come in but was not yet read: it
 * hands the socket's own error on, which it does not count as a network error and so does not repeat the command for.
 * @see https://github.com/mongodb/node-mongodb-native `Connection.writeCommand`, as of 7.9
 */
export async function afterClosedConnections<Result>(work: () => Promise<Result>): Promise<Result> {
  if (Date.now() - lastEventEndedAt > PAUSE_MS) {
    for (let turn = 0; turn < TURNS; turn++) await nextTurn();
  }
  try {
    return await work();
  } finally {
    lastEventEndedAt = Date.now();
  }
}
