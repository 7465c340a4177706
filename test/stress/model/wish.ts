import * as fc from 'fast-check';

/** How often each is wished; what needs others to have happened before is wished more often. */
const WEIGHTS = {
  fillCart: 6,
  addUnits: 3,
  placeCart: 12,
  startPayment: 8,
  pay: 9,
  payUnheard: 5,
  callBack: 3,
  cancel: 7,
  giveUp: 5,
  confirm: 8,
  send: 13,
  deliver: 12,
  refuse: 8,
  refund: 6,
  capture: 6,
  void: 2,
  adjust: 4,
  sweep: 4,
} as const;

export type Kind = keyof typeof WEIGHTS;

/** What somebody wants, before it is known who and what there is: the numbers choose. */
export interface Wish {
  kind: Kind;
  choice: number;
  amount: number;
  isWhole: boolean;
}

/** What happens at the same time, of which so much as is possible, or time that passes. */
export type Happening = { wishes: Wish[]; size: number } | { wait: 'half an hour' | 'a week' };

const NUMBERS = 0xffff;
const MOST_AT_ONCE = 4;
const WISHES = 3 * MOST_AT_ONCE;

const wish: fc.Arbitrary<Wish> = fc.record({
  kind: fc.oneof(
    ...Object.entries(WEIGHTS).map(([kind, weight]) => ({ arbitrary: fc.constant(kind as Kind), weight })),
  ),
  choice: fc.nat(NUMBERS),
  amount: fc.nat(NUMBERS),
  isWhole: fc.boolean(),
});

/** Half of the time everybody is after the same things. */
const rush: fc.Arbitrary<Happening> = fc
  .record({
    wishes: fc.array(wish, { minLength: WISHES, maxLength: WISHES }),
    size: fc.integer({ min: 1, max: MOST_AT_ONCE }),
    isCrowded: fc.boolean(),
  })
  .map(({ wishes, size, isCrowded }) => ({
    size,
    wishes: isCrowded ? wishes.map((one) => ({ ...one, choice: wishes[0]!.choice })) : wishes,
  }));

const wait: fc.Arbitrary<Happening> = fc.record({
  wait: fc.oneof(
    { weight: 14, arbitrary: fc.constant('half an hour' as const) },
    { weight: 1, arbitrary: fc.constant('a week' as const) },
  ),
});

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 10, arbitrary: rush },
  { weight: 1, arbitrary: wait },
);

/** What a seed lets happen, one after the other. */
export function* happenings(seed: number): Generator<Happening> {
  for (let run = 0; ; run++) yield* fc.sample(happening, { seed: seed + run * 0x10001, numRuns: 100 });
}
