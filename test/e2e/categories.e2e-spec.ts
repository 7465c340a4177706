import { buildProduct } from '../factories/product.factory.js';
import { signInAs } from '../support/auth.js';
import { TestShop } from '../support/shop.js';

interface Node {
  id: string;
  slug: string;
  name: { en: string };
  children: Node[];
}

// Many requests per test; the default of five seconds is short on a busy machine.
jest.setTimeout(60_000);

let shop: TestShop;

beforeAll(async () => {
  shop = await TestShop.open();
});

afterAll(async () => {
  await shop.close();
});

beforeEach(async () => {
  await shop.test.db.collection('category_trees').deleteMany({});
});

const post = (body: object) => shop.http.post('/v1/categories').set(shop.admin).send(body);

async function create(en: string, parentId: string | null = null): Promise<string> {
  const { body } = await post({ name: { en }, parentId }).expect(201);
  return (body as Node).id;
}

const patch = (id: string, body: object, etag = '*') =>
  shop.http
    .patch(`/v1/categories/${id}`)
    .set({ ...shop.admin, 'If-Match': etag })
    .send(body);

const remove = (id: string, etag = '*') =>
  shop.http.delete(`/v1/categories/${id}`).set({ ...shop.admin, 'If-Match': etag });

async function readTree(): Promise<Node[]> {
  const { body } = await shop.http.get('/v1/categories').expect(200);
  return (body as { items: Node[] }).items;
}

/** `Clothing(Men(Shirts) Women)` */
function draw(nodes: Node[]): string {
  return nodes
    .map(({ name, children }) => name.en + (children.length > 0 ? `(${draw(children)})` : ''))
    .join(' ');
}

describe('GET /v1/categories', () => {
  it('answers the tree in the order in which to show it', async () => {
    const clothing = await create('Clothing');
    const men = await create('Men', clothing);
    await create('Women', clothing);
    await create('Shirts', men);
    await post({ name: { en: 'Zoo' }, position: 0 }).expect(201);
    await patch(clothing, { position: 1 }).expect(200);

    expect(draw(await readTree())).toBe('Zoo Clothing(Men(Shirts) Women)');
  });

  it('may be cached and answers 304 to a client that has it', async () => {
    await create('Clothing');
    const { headers } = await shop.http.get('/v1/categories').expect(200);

    expect(headers['cache-control']).toBe('public, max-age=5, stale-while-revalidate=30');
    await shop.http.get('/v1/categories').set('If-None-Match', headers['etag']!).expect(304);
    await create('Food');
    await shop.http.get('/v1/categories').set('If-None-Match', headers['etag']!).expect(200);
  });

  it('answers one category with the way that leads to it', async () => {
    const clothing = await create('Clothing');
    const men = await create('Men', clothing);
    const { body: created } = await post({ name: { en: 'Shirts', ar: 'قمصان' }, parentId: men }).expect(201);

    const byId = await shop.http.get(`/v1/categories/${created.id}`).expect(200);
    const bySlug = await shop.http.get('/v1/categories/shirts').expect(200);

    expect(byId.body).toEqual({
      id: created.id,
      slug: 'shirts',
      name: { en: 'Shirts', ar: 'قمصان' },
      parentId: men,
      position: 0,
      ancestors: [
        { id: clothing, slug: 'clothing', name: { en: 'Clothing' } },
        { id: men, slug: 'men', name: { en: 'Men' } },
      ],
    });
    expect(bySlug.body).toEqual(byId.body);
    expect(byId.headers['etag']).toBe('"v1"');
    await shop.http.get('/v1/categories/no-such').expect(404);
  });
});

describe('POST /v1/categories', () => {
  it('answers the address and numbers the slugs of namesakes', async () => {
    const first = await post({ name: { en: 'Gifts' } }).expect(201);
    const second = await post({ name: { en: 'Gifts' } }).expect(201);

    expect(first.headers['location']).toBe(`/v1/categories/${first.body.id}`);
    expect([first.body.slug, second.body.slug]).toEqual(['gifts', 'gifts-2']);
  });

  it('adds every one of thirty that are added at the same time, each with a slug of its own', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => post({ name: { en: 'Crowd' } })));

    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(201));
    expect(new Set(answers.map(({ body }) => body.slug)).size).toBe(30);
    expect(await readTree()).toHaveLength(30);
  });

  it('refuses a slug that is taken and a parent that is not there', async () => {
    await create('Clothing');

    const slug = await post({ name: { en: 'x' }, slug: 'clothing' }).expect(409);
    const parent = await post({ name: { en: 'x' }, parentId: '0123456789abcdef01234567' }).expect(422);

    expect(slug.body).toMatchObject({ code: 'categories.slug_taken', slug: 'clothing' });
    expect(parent.body.code).toBe('categories.unknown_parent');
  });

  it.each<[string, object, string]>([
    ['no name', { name: undefined }, '/name'],
    ['a name without English', { name: { ar: 'ملابس' } }, '/name/en'],
    ['a name that is text', { name: 'Clothing' }, '/name'],
    ['a slug with spaces', { slug: 'a b' }, '/slug'],
    ['a parent that is no id', { parentId: 'clothing' }, '/parentId'],
    ['a position that is negative', { position: -1 }, '/position'],
    ['a position that is null', { position: null }, '/position'],
    ['ancestors of its own', { ancestors: [] }, '/ancestors'],
  ])('refuses %s', async (_what, overrides, pointer) => {
    const { body } = await post({ name: { en: 'Clothing' }, ...overrides }).expect(400);

    expect((body.errors as { pointer: string }[]).map((error) => error.pointer)).toContain(pointer);
    expect(await readTree()).toEqual([]);
  });
});

describe('PATCH /v1/categories/{id}', () => {
  it('moves a category with everything below it', async () => {
    const clothing = await create('Clothing');
    const men = await create('Men', clothing);
    await create('Shirts', men);
    const outlet = await create('Outlet');

    await patch(men, { parentId: outlet }).expect(200);

    expect(draw(await readTree())).toBe('Clothing Outlet(Men(Shirts))');
    await patch(men, { parentId: null }).expect(200);
    expect(draw(await readTree())).toBe('Clothing Men(Shirts) Outlet');
  });

  it('lets lists of products follow a move at once', async () => {
    const [clothing, outlet] = [await create('Clothing'), await create('Outlet')];
    const shirts = await create('Shirts', clothing);
    await shop.addProduct(1, {}, { categoryIds: [shirts] });
    const count = async (category: string) =>
      (await shop.http.get('/v1/products').query({ category }).expect(200)).body.items.length as number;

    expect([await count(clothing), await count(outlet)]).toEqual([1, 0]);
    await patch(shirts, { parentId: outlet }).expect(200);
    expect([await count(clothing), await count(outlet)]).toEqual([0, 1]);
  });

  it('makes no cycle when two categories are put below each other at the same time', async () => {
    for (let round = 0; round < 10; round++) {
      const [a, b] = [await create(`A${round}`), await create(`B${round}`)];

      const answers = await Promise.all([patch(a, { parentId: b }), patch(b, { parentId: a })]);

      expect(answers.map(({ status }) => status).sort((x, y) => x - y)).toEqual([200, 422]);
      expect(answers.find(({ status }) => status === 422)?.body.code).toBe('categories.cycle');
    }
    const everything = draw(await readTree());
    for (let round = 0; round < 10; round++)
      expect(everything).toMatch(new RegExp(`A${round}\\b.*B${round}\\b|B${round}\\b.*A${round}\\b`));
  });

  it('loses no category when many move at the same time', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 8; i++) ids.push(await create(`C${i}`));

    await Promise.all(ids.flatMap((id, i) => ids.slice(i + 1).map((parentId) => patch(id, { parentId }))));

    const count = (nodes: Node[]): number =>
      nodes.reduce((sum, { children }) => sum + 1 + count(children), 0);
    expect(count(await readTree())).toBe(8);
  });

  it('refuses a version that is no longer the current one, and a request that names none', async () => {
    const id = await create('Clothing');
    await patch(id, { name: { en: 'Clothes' } }, '"v1"').expect(200);

    const stale = await patch(id, { name: { en: 'Garments' } }, '"v1"').expect(412);
    await shop.http.patch(`/v1/categories/${id}`).set(shop.admin).send({}).expect(428);

    expect(stale.body.code).toBe('request.stale_version');
    expect(draw(await readTree())).toBe('Clothes');
  });

  it('answers 404 for a category that is not there', async () => {
    await patch('0123456789abcdef01234567', { position: 1 }).expect(404);
  });
});

describe('DELETE /v1/categories/{id}', () => {
  it('removes a category that is empty', async () => {
    const id = await create('Clothing');

    await remove(id).expect(204);

    expect(await readTree()).toEqual([]);
    await remove(id).expect(404);
  });

  it('refuses one with subcategories, one with products, and another version', async () => {
    const clothing = await create('Clothing');
    const men = await create('Men', clothing);
    const draft = buildProduct({ categoryIds: [men], status: 'draft' });
    await shop.http.post('/v1/products').set(shop.admin).send(draft).expect(201);

    const withChildren = await remove(clothing).expect(409);
    const withProducts = await remove(men).expect(409);
    await remove(men, '"v7"').expect(412);

    expect(withChildren.body.code).toBe('categories.in_use');
    expect(withProducts.body.code).toBe('categories.in_use');
    expect(draw(await readTree())).toBe('Clothing(Men)');
  });

  it('leaves no product in a category that goes while the product comes', async () => {
    for (let round = 0; round < 15; round++) {
      const id = await create(`Vanishing ${round}`);

      const [created, removed] = await Promise.all([
        shop.http
          .post('/v1/products')
          .set(shop.admin)
          .send(buildProduct({ categoryIds: [id] })),
        remove(id),
      ]);

      const inCategory = await shop.test.db.collection('products').countDocuments({ listKeys: `c:${id}` });
      if (removed.status === 204) expect(inCategory).toBe(0);
      else expect([created.status, removed.status, inCategory]).toEqual([201, 409, 1]);
    }
  });
});

describe('staff routes of the categories', () => {
  const calls: [method: 'post' | 'patch' | 'delete', path: string][] = [
    ['post', '/v1/categories'],
    ['patch', '/v1/categories/0123456789abcdef01234567'],
    ['delete', '/v1/categories/0123456789abcdef01234567'],
  ];

  it.each(calls)('%s %s is closed to guests and customers', async (method, path) => {
    const customer = { Authorization: `Bearer ${(await signInAs(shop.test, 'customer')).token}` };

    await shop.http[method](path).expect(401);
    await shop.http[method](path).set(customer).expect(403);
  });
});
