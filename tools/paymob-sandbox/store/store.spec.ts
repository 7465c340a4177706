import { Store } from './store.ts';

describe('Store', () => {
  let store: Store;

  beforeEach(() => {
    store = new Store();
  });
  afterEach(() => store.close());

  it('keeps nothing of work that throws, numbers of a sequence included', () => {
    const work = (): void =>
      store.atomically(() => {
        store.authTokens.save({ id: 'a', expiresAt: 1 });
        store.nextNumber('orders', 700001);
        throw new Error('in the middle');
      });

    expect(work).toThrow('in the middle');
    expect(store.authTokens.all()).toEqual([]);
    expect(store.nextNumber('orders', 700001)).toBe(700001);
  });

  it('makes work within work a part of the whole', () => {
    const work = (): void =>
      store.atomically(() => {
        store.atomically(() => store.authTokens.save({ id: 'a', expiresAt: 1 }));
        throw new Error('after the inner work');
      });

    expect(work).toThrow('after the inner work');
    expect(store.authTokens.all()).toEqual([]);
  });

  it('counts each sequence by itself', () => {
    expect([store.nextNumber('a', 5), store.nextNumber('a', 5), store.nextNumber('b')]).toEqual([5, 6, 1]);
  });

  it('is seeded again after a reset', () => {
    store.integrations.delete(1001);

    store.reset();

    expect(store.integrations.get(1001)).toMatchObject({ name: 'card' });
  });
});
