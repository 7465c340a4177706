import fc from 'fast-check';
import { type Allocation, type Demand, planAllocation, type ShelfLevel } from './allocation.js';

const LOCATIONS = ['cairo', 'giza', 'aswan'];

function shelf(overrides: Partial<ShelfLevel>): ShelfLevel {
  return {
    itemId: `${overrides.sku ?? 'A'}@${overrides.locationCode ?? 'cairo'}`,
    sku: 'A',
    locationCode: 'cairo',
    available: 0,
    backorderable: 0,
    freeSlots: 10,
    ...overrides,
  };
}

function total(allocations: Allocation[], sku: string): number {
  return allocations
    .filter((allocation) => allocation.sku === sku)
    .reduce((sum, { quantity, backordered }) => sum + quantity + backordered, 0);
}

describe(planAllocation.name, () => {
  it('serves the whole order from the first location that has all of it', () => {
    const shelves = [
      shelf({ sku: 'A', locationCode: 'cairo', available: 5 }),
      shelf({ sku: 'A', locationCode: 'giza', available: 5 }),
      shelf({ sku: 'B', locationCode: 'giza', available: 5 }),
    ];
    const demands = [
      { sku: 'A', quantity: 2 },
      { sku: 'B', quantity: 1 },
    ];

    const plan = planAllocation(demands, shelves, LOCATIONS, 0);

    expect(plan).toEqual({
      kind: 'planned',
      allocations: [
        { itemId: 'A@giza', sku: 'A', locationCode: 'giza', quantity: 2, backordered: 0 },
        { itemId: 'B@giza', sku: 'B', locationCode: 'giza', quantity: 1, backordered: 0 },
      ],
    });
  });

  it('cuts a line into pieces only when no location has the whole of it', () => {
    const shelves = [
      shelf({ locationCode: 'cairo', available: 2 }),
      shelf({ locationCode: 'giza', available: 3 }),
    ];

    const plan = planAllocation([{ sku: 'A', quantity: 4 }], shelves, LOCATIONS, 0);

    expect(plan).toMatchObject({
      allocations: [
        { locationCode: 'cairo', quantity: 2 },
        { locationCode: 'giza', quantity: 2 },
      ],
    });
  });

  it('never uses a location that may not serve the order', () => {
    const shelves = [shelf({ locationCode: 'closed', available: 9 })];

    const plan = planAllocation([{ sku: 'A', quantity: 1 }], shelves, LOCATIONS, 0);

    expect(plan).toEqual({ kind: 'short', shortages: [{ sku: 'A', requested: 1, available: 0 }] });
  });

  it('promises beyond the stock within the backorder allowance', () => {
    const shelves = [shelf({ available: 1, backorderable: 5 })];

    const plan = planAllocation([{ sku: 'A', quantity: 4 }], shelves, LOCATIONS, 0);

    expect(plan).toMatchObject({ allocations: [{ quantity: 1, backordered: 3 }] });
  });

  it('asks for a further shelf when units lie behind a full ledger', () => {
    const shelves = [shelf({ available: 7, freeSlots: 0 })];

    const plan = planAllocation([{ sku: 'A', quantity: 1 }], shelves, LOCATIONS, 0);

    expect(plan).toEqual({ kind: 'crowded', shelves: [{ sku: 'A', locationCode: 'cairo' }] });
  });

  it('spreads parallel orders over the shelves of a location', () => {
    const shelves = [0, 1].map((n) => shelf({ itemId: `shelf${n}`, available: 50 }));

    const chosen = [0, 1, 2, 3].map((spread) => {
      const plan = planAllocation([{ sku: 'A', quantity: 1 }], shelves, LOCATIONS, spread);
      return plan.kind === 'planned' && plan.allocations[0]?.itemId;
    });

    expect(chosen).toEqual(['shelf0', 'shelf1', 'shelf0', 'shelf1']);
  });

  const skus = fc.constantFrom('A', 'B', 'C');
  const demands = fc.uniqueArray(fc.record({ sku: skus, quantity: fc.integer({ min: 1, max: 20 }) }), {
    minLength: 1,
    selector: ({ sku }: Demand) => sku,
  });
  const stock = fc
    .array(
      fc.record({
        sku: skus,
        locationCode: fc.constantFrom(...LOCATIONS, 'closed'),
        available: fc.integer({ min: 0, max: 20 }),
        backorderable: fc.integer({ min: 0, max: 5 }),
        freeSlots: fc.integer({ min: 0, max: 2 }),
      }),
      { maxLength: 12 },
    )
    .map((rows) => rows.map((row, n) => ({ ...row, itemId: `item${n}` })));

  it('plans exactly what is wanted and never more than a shelf can give', () => {
    fc.assert(
      fc.property(demands, stock, fc.nat(), (wanted, shelves, spread) => {
        const plan = planAllocation(wanted, shelves, LOCATIONS, spread);
        if (plan.kind !== 'planned') return;
        for (const { sku, quantity } of wanted) expect(total(plan.allocations, sku)).toBe(quantity);
        expect(new Set(plan.allocations.map(({ itemId }) => itemId)).size).toBe(plan.allocations.length);
        for (const { itemId, quantity, backordered } of plan.allocations) {
          const source = shelves.find((candidate) => candidate.itemId === itemId)!;
          expect(quantity).toBeLessThanOrEqual(source.available);
          expect(backordered).toBeLessThanOrEqual(source.backorderable);
          expect(source.freeSlots).toBeGreaterThan(0);
          expect(LOCATIONS).toContain(source.locationCode);
        }
      }),
    );
  });

  it('calls an order short exactly when stock and allowance do not suffice', () => {
    fc.assert(
      fc.property(demands, stock, fc.nat(), (wanted, shelves, spread) => {
        const plan = planAllocation(wanted, shelves, LOCATIONS, spread);
        const roomy = shelves.map((row) => ({ ...row, freeSlots: 1 }));
        const isShort = wanted.some(({ sku, quantity }) => {
          const own = roomy.filter((row) => row.sku === sku && LOCATIONS.includes(row.locationCode));
          const onHand = own.reduce((sum, { available }) => sum + available, 0);
          return onHand + Math.max(0, ...own.map(({ backorderable }) => backorderable)) < quantity;
        });
        if (plan.kind === 'planned') expect(isShort).toBe(false);
        if (plan.kind === 'short') expect(isShort).toBe(true);
      }),
    );
  });
});
