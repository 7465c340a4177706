import * as fc from 'fast-check';
import {
  CategoryCycleError,
  CategoryInUseError,
  CategoryLimitError,
  CategorySlugTakenError,
  UnknownParentError,
} from '../category.errors.js';
import { type Category, CategoryTree, MAX_CATEGORIES, MAX_DEPTH } from './category-tree.js';
import { growTree } from './grow-tree.js';

const category = (id: string, parentId: string | null = null, rest: Partial<Category> = {}): Category => ({
  id,
  slug: `slug-${id}`,
  name: { en: id },
  parentId,
  position: 0,
  version: 1,
  ...rest,
});

/** a over b over c, and d beside a. */
const FAMILY = new CategoryTree([category('a'), category('b', 'a'), category('c', 'b'), category('d')]);

describe('CategoryTree', () => {
  it('finds by id and by slug', () => {
    expect(FAMILY.find('b')?.id).toBe('b');
    expect(FAMILY.find('slug-b')?.id).toBe('b');
    expect(FAMILY.find('x')).toBeUndefined();
  });

  it('knows the way up and everything below', () => {
    expect(FAMILY.ancestorsOf('c').map(({ id }) => id)).toEqual(['a', 'b']);
    expect(FAMILY.ancestorsOf('a')).toEqual([]);
    expect(FAMILY.subtreeIds('a')).toEqual(['a', 'b', 'c']);
    expect(FAMILY.subtreeIds('d')).toEqual(['d']);
  });

  it('orders siblings by position, then by name', () => {
    const tree = new CategoryTree([
      category('z', null, { position: 1 }),
      category('y', null, { position: 2 }),
      category('x', null, { position: 2 }),
    ]);

    expect(tree.childrenOf(null).map(({ id }) => id)).toEqual(['z', 'x', 'y']);
  });

  it('moves what is below along', () => {
    const moved = FAMILY.replace(category('b', 'd'));

    expect(moved.subtreeIds('d')).toEqual(['d', 'b', 'c']);
    expect(moved.subtreeIds('a')).toEqual(['a']);
  });

  it.each(['b', 'c'])('refuses to put b below %s', (parentId) => {
    expect(() => FAMILY.replace(category('b', parentId))).toThrow(CategoryCycleError);
  });

  it('refuses a slug that is taken, but not the own one', () => {
    expect(() => FAMILY.add(category('e', null, { slug: 'slug-a' }))).toThrow(CategorySlugTakenError);
    expect(() => FAMILY.replace(category('b', 'a', { slug: 'slug-a' }))).toThrow(CategorySlugTakenError);
    expect(FAMILY.replace(category('b', 'a', { position: 9 })).find('b')?.position).toBe(9);
  });

  it('refuses a parent that is not there', () => {
    expect(() => FAMILY.add(category('e', 'x'))).toThrow(UnknownParentError);
    expect(() => FAMILY.replace(category('b', 'x'))).toThrow(UnknownParentError);
  });

  it('refuses to remove what has something below it', () => {
    expect(() => FAMILY.remove('b')).toThrow(CategoryInUseError);
    expect(FAMILY.remove('c').has('c')).toBe(false);
  });

  it('refuses more levels than it may have, counting what moves along', () => {
    const chain = Array.from({ length: MAX_DEPTH }, (_, i) =>
      category(`l${i}`, i === 0 ? null : `l${i - 1}`),
    );
    const full = new CategoryTree(chain);

    expect(() => full.add(category('e', `l${MAX_DEPTH - 1}`))).toThrow(CategoryLimitError);
    expect(() => new CategoryTree([...chain, category('e')]).replace(category('l0', 'e'))).toThrow(
      CategoryLimitError,
    );
    expect(full.add(category('e', `l${MAX_DEPTH - 2}`)).has('e')).toBe(true);
  });

  it('refuses more categories than it may have', () => {
    const full = new CategoryTree(Array.from({ length: MAX_CATEGORIES }, (_, i) => category(`c${i}`)));

    expect(() => full.add(category('e'))).toThrow(CategoryLimitError);
  });

  it('stays a tree through any changes', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const change = fc.record({ id, parentId: fc.option(id), remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const tree = changes.reduce((current, { id, parentId, remove }) => {
          try {
            if (!current.has(id)) return current.add(category(id, parentId));
            return remove ? current.remove(id) : current.replace(category(id, parentId));
          } catch {
            return current;
          }
        }, new CategoryTree([]));

        const reached = tree.childrenOf(null).flatMap((top) => tree.subtreeIds(top.id));
        expect(reached.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
          tree.categories.map((each) => each.id).toSorted((a, b) => (a < b ? -1 : 1)),
        );
      }),
    );
  });
});

describe('growTree', () => {
  const ids = () => {
    let next = 0;
    return () => `new${next++}`;
  };
  const path = (...names: string[]) => names.map((en) => ({ en }));

  it('adds what the paths need and finds what is there', () => {
    const {
      tree,
      ids: found,
      created,
    } = growTree(FAMILY, [path('a', 'b'), path('a', 'Shoes'), path('A', 'shoes', 'Boots')], ids());

    expect(created).toBe(2);
    expect(found).toEqual(['b', 'new0', 'new1']);
    expect(tree.ancestorsOf('new1').map(({ id }) => id)).toEqual(['a', 'new0']);
  });

  it('gives the very tree back when nothing is missing', () => {
    const { tree } = growTree(FAMILY, [path('a', 'b', 'c')], ids());

    expect(tree).toBe(FAMILY);
  });

  it('numbers the slugs of namesakes', () => {
    const { tree } = growTree(new CategoryTree([]), [path('Men', 'Shoes'), path('Women', 'Shoes')], ids());

    expect(tree.categories.map(({ slug }) => slug)).toEqual(['men', 'shoes', 'women', 'shoes-2']);
  });
});
