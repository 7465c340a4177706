import { MongoClient } from 'mongodb';

/**
 * Loaded into a server before its own code: counts the commands that its driver sends, by the driver's own monitoring
 * (`monitorCommands=true` in MONGODB_URI), and tells the number to the parent process when asked.
 */
let commands = 0;
const { prototype } = MongoClient;
const connect: (this: MongoClient) => Promise<MongoClient> = Reflect.get(prototype, 'connect');
prototype.connect = function () {
  this.on('commandStarted', () => commands++);
  return connect.call(this);
};
process.on('message', () => process.send?.(commands));
// Being asked must not keep the process alive, nor end it with its parent.
process.channel?.unref();
