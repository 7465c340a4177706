import { jest } from '@jest/globals';
import { mongo } from 'mongoose';
import { startTestApp, type TestApp } from '../support/app.js';
import { signInAs, type TestUser } from '../support/auth.js';

// Each sign-in hashes, on a machine that does other work too.
jest.setTimeout(60_000);

const CAIRO = {
  firstName: 'Mona',
  lastName: 'Hassan',
  phone: '+201001234567',
  line1: '12 Tahrir Street',
  line2: 'Flat 7',
  city: 'Cairo',
  governorate: 'Cairo',
  country: 'EG',
};
const MISSING = '0'.repeat(24);

let shop: TestApp;
let owner: TestUser;

beforeAll(async () => {
  shop = await startTestApp();
});

beforeEach(async () => {
  owner = await signInAs(shop, 'customer');
});

afterAll(async () => {
  await shop.close();
});

type Method = 'get' | 'post' | 'patch' | 'delete';

function send(method: Method, path = '', body?: object, user = owner) {
  const request = shop.http[method](`/v1/users/me/addresses${path}`);
  return request.set('Authorization', `Bearer ${user.token}`).send(body);
}

async function add(fields: object = {}): Promise<{ id: string; isDefault: boolean }> {
  const response = await send('post', '', { ...CAIRO, ...fields });
  expect(response.status).toBe(201);
  return response.body;
}

async function defaults(): Promise<string[]> {
  const { body } = await send('get');
  return body.items
    .filter(({ isDefault }: { isDefault: boolean }) => isDefault)
    .map(({ id }: { id: string }) => id);
}

describe('the address book', () => {
  it('keeps addresses in the order of their addition', async () => {
    const home = await send('post', '', { ...CAIRO, label: 'Home' });
    const work = await send('post', '', { ...CAIRO, label: 'العمل' });

    expect(home.status).toBe(201);
    expect(home.headers['location']).toBe(`/v1/users/me/addresses/${home.body.id}`);
    expect(home.body).toEqual({ id: expect.any(String), ...CAIRO, label: 'Home', isDefault: true });
    const list = await send('get');
    expect(list.body).toEqual({ items: [home.body, work.body], nextCursor: null });
    expect((await send('get', `/${work.body.id}`)).body).toEqual(work.body);
  });

  it('has one default: the first, until another is made it', async () => {
    const first = await add();
    const second = await add();
    expect(await defaults()).toEqual([first.id]);

    await send('patch', `/${second.id}`, { isDefault: true }).expect(200);
    expect(await defaults()).toEqual([second.id]);

    const third = await add({ isDefault: true });
    expect(await defaults()).toEqual([third.id]);
  });

  it('has one default also when many are made it at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => add({ isDefault: true })));

    expect(await defaults()).toHaveLength(1);
  });

  it('makes one of many first addresses the default', async () => {
    await Promise.all(Array.from({ length: 5 }, () => add()));

    expect(await defaults()).toHaveLength(1);
  });

  it('changes what it is told, takes optional fields away with null, and leaves the other addresses', async () => {
    const other = await add();
    const { id } = await add({ label: 'Home' });

    const changed = await send('patch', `/${id}`, { city: 'Giza', label: null, line2: null });

    const { line2: _line2, ...rest } = CAIRO;
    expect(changed.body).toEqual({ id, ...rest, city: 'Giza', isDefault: false });
    expect((await send('get', `/${other.id}`)).body).toEqual(other);
  });

  it('keeps the default when an address is changed without a word of it', async () => {
    const { id } = await add();

    await send('patch', `/${id}`, { city: 'Giza' }).expect(200);
    await send('patch', `/${id}`, { isDefault: false }).expect(200);

    expect(await defaults()).toEqual([id]);
  });

  it('is left without a default when that is removed', async () => {
    const [first, second] = [await add(), await add()];

    await send('delete', `/${first.id}`).expect(204);

    const { body } = await send('get');
    expect(body.items).toEqual([second]);
    expect(await defaults()).toEqual([]);
    await send('delete', `/${first.id}`).expect(404);
  });

  it('takes 100 addresses, however many are sent at once', async () => {
    const address = { ...CAIRO };
    const seeded = Array.from({ length: 95 }, () => ({ id: new mongo.ObjectId(), ...address }));
    await shop.db
      .collection('users')
      .updateOne({ email: owner.email }, { $set: { addresses: seeded, defaultAddressId: seeded[0]!.id } });

    const answers = await Promise.all(Array.from({ length: 10 }, () => send('post', '', CAIRO)));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    const refused = answers.filter(({ status }) => status === 422);
    expect(refused).toHaveLength(5);
    expect(refused[0]!.body).toMatchObject({ code: 'users.address_limit' });
    expect((await send('get')).body.items).toHaveLength(100);
  });

  it('answers for a foreign address as for a missing one, and leaves it alone', async () => {
    const foreign = await add();
    const thief = await signInAs(shop, 'customer');
    const told = async (method: Method, id: string, body?: object) => {
      const response = await send(method, `/${id}`, body, thief);
      return { ...response.body, requestId: '', instance: '' } as object;
    };

    for (const [method, body] of [['get'], ['patch', { city: 'Giza' }], ['delete']] as const) {
      const answer = await told(method, foreign.id, body);
      expect(answer).toMatchObject({ status: 404, code: 'users.address_not_found' });
      expect(answer).toEqual(await told(method, MISSING, body));
    }
    expect((await send('get', `/${foreign.id}`)).body).toEqual(foreign);
  });

  it.each([
    ['firstName', ''],
    ['firstName', null],
    ['phone', 'call me'],
    ['country', 'Egypt'],
    ['line1', { $gt: '' }],
    ['label', 'x'.repeat(51)],
    ['isDefault', 'yes'],
    ['isDefault', null],
    ['id', MISSING],
    ['userId', MISSING],
  ])('refuses %s: %j in a new and in a changed address', async (field, value) => {
    const { id } = await add();

    const created = await send('post', '', { ...CAIRO, [field]: value });
    const changed = await send('patch', `/${id}`, { [field]: value });

    for (const { body } of [created, changed]) {
      expect(body).toMatchObject({ status: 400, errors: [{ pointer: `/${field}` }] });
    }
    expect((await send('get')).body.items).toHaveLength(1);
  });

  it.each(['x', '0'.repeat(23), 'ffffffffffffffffffffffffff', '%00'])('refuses the id %s', async (id) => {
    expect((await send('get', `/${id}`)).status).toBe(400);
  });
});
