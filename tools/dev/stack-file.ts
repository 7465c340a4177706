import { join } from 'node:path';

/** Where `npm run dev` says what it has started, for the other tools. */
export const STACK_FILE = join('.local', 'dev', 'stack.json');

export interface StackAddresses {
  /** Without a slash at the end. */
  apiUrl: string;
  sandboxUrl: string;
  /** Opens the sandbox's control interface. */
  controlToken: string;
  mongodbUri: string;
}
