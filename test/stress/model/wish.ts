import * as fc from 'fast-check';

/** How often each is wished; what needs others to have happened before is wished more often. */
const WEIGHTS = {
  fillCart: 6,
  addUnits: 3,
  placeCart: 12,
  startPayment: 8,
  pay: 12,
  payUnheard: 3,
  callBack: 3,
  cancel: 9,
  confirm: 8,
  send: 14,
  deliver: 12,
  refuse: 6,
  refund: 6,
  capture: 6,
  void: 2,
  adjust: 4,
  sweep: 3,
} as const;

export type Kind = keyof typeof WEIGHTS;

/** What somebody wants, before it is known who and what there is: the numbers choose. */
export interface Wish {
  kind: Kind;
  choice: number;
  amount: number;
  isWhole: boolean;
}

/** What happens at the same time, or time that passes. */
export type Happening = { wishes: Wish[] } | { wait: 'half an hour' | 'a week' };

const NUMBERS = 0xffff;
const MOST_AT_ONCE = 4;

const wish: fc.Arbitrary<Wish> = fc.record({
  kind: fc.oneof(
    ...Object.entries(WEIGHTS).map(([kind, weight]) => ({ arbitrary: fc.constant(kind as Kind), weight })),
  ),
  choice: fc.nat(NUMBERS),
  amount: fc.nat(NUMBERS),
  isWhole: fc.boolean(),
});

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.record({ wishes: fc.array(wish, { minLength: 1, maxLength: MOST_AT_ONCE }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      wait: fc.constantFrom(...(Array(9).fill('half an hour') as ['half an hour']), 'a week'),
    }),
  },
);

/** What a seed lets happen, one after the other. */
export function* happenings(seed: number): Generator<Happening> {
  for (let run = 0; ; run++) yield* fc.sample(happening, { seed: seed + run * 0x10001, numRuns: 100 });
}
