import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { assertAcceptablePassword, UsersService } from '../modules/users/index.js';
import { openApplication } from './application.js';

const USAGE = `Usage: npm run create-admin -- --email ADDRESS [--first-name NAME] [--last-name NAME] [--dismiss]

Makes an account that is an admin, or an existing account one. The password of a new account is taken from
ADMIN_PASSWORD; without it one is made and printed. --dismiss takes the role away from any admin, also from the
longest-serving one, whom other admins cannot dismiss over the API.`;

/** `npm run create-admin`: the way to the first admin, and past the order of rank among admins. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      'first-name': { type: 'string', default: 'Shop' },
      'last-name': { type: 'string', default: 'Admin' },
      dismiss: { type: 'boolean', default: false },
    },
  });
  if (values.email === undefined || !values.email.includes('@')) throw new Error(USAGE);
  const names = { firstName: values['first-name'], lastName: values['last-name'] };
  const application = await openApplication();
  try {
    const users = application.get(UsersService);
    const report = values.dismiss
      ? await dismiss(users, values.email)
      : await appoint(users, values.email, names);
    console.log(report);
  } finally {
    await application.close();
  }
}

async function appoint(
  users: UsersService,
  email: string,
  names: { firstName: string; lastName: string },
): Promise<string> {
  const existing = await users.setRole(email, 'admin');
  if (existing !== null) return `${existing.email} is an admin`;
  const given = process.env['ADMIN_PASSWORD'];
  const password = given ?? randomBytes(15).toString('base64url');
  assertAcceptablePassword(password, { ...names, email }, 'ADMIN_PASSWORD');
  const created = await users.createIfAbsent({ ...names, email, password, role: 'admin' });
  const shown = given === undefined ? `; password: ${password}` : '';
  return `${created.email} is an admin${shown}`;
}

async function dismiss(users: UsersService, email: string): Promise<string> {
  const user = await users.setRole(email, 'customer');
  if (user === null) throw new Error(`No account has the address ${email}`);
  return `${user.email} is a customer`;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
