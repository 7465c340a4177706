import * as fc from 'fast-check';
import { refundableMinor } from './refundable.js';

/** A line and the sizes of the cancellations that use it up, some of them of no unit. */
const cancellations = fc
  .record({
    quantity: fc.integer({ min: 1, max: 999 }),
    grossMinor: fc.oneof(
      fc.nat(2_000),
      fc.maxSafeNat().map((value) => value % 999_000_000_001),
    ),
    cuts: fc.array(fc.nat(), { maxLength: 20 }),
  })
  .map(({ quantity, grossMinor, cuts }) => {
    const marks = [0, ...cuts.map((cut) => cut % (quantity + 1)).sort((a, b) => a - b), quantity];
    return { line: { quantity, grossMinor }, sizes: marks.slice(1).map((mark, i) => mark - marks[i]!) };
  });

describe('refundableMinor', () => {
  it('gives back 33, 34 and 33 for three units that cost 100 together', () => {
    const line = { quantity: 3, grossMinor: 100 };

    expect([0, 1, 2].map((already) => refundableMinor(line, already, 1))).toEqual([33, 34, 33]);
    expect(refundableMinor(line, 0, 3)).toBe(100);
  });

  it('adds up to the gross amount of the line in whatever steps it is cancelled', () => {
    fc.assert(
      fc.property(cancellations, ({ line, sizes }) => {
        let already = 0;
        let refunded = 0;
        for (const size of sizes) {
          const refund = refundableMinor(line, already, size);
          expect(refund).toBeGreaterThanOrEqual(0);
          refunded += refund;
          already += size;
        }

        expect(refunded).toBe(line.grossMinor);
      }),
    );
  });

  it('gives each unit its even share to within a minor unit', () => {
    fc.assert(
      fc.property(cancellations, fc.nat(), ({ line }, unit) => {
        const share = refundableMinor(line, unit % line.quantity, 1);

        expect(share).toBeGreaterThanOrEqual(Math.floor(line.grossMinor / line.quantity));
        expect(share).toBeLessThanOrEqual(Math.ceil(line.grossMinor / line.quantity));
      }),
    );
  });

  it.each([
    [0, 4],
    [2, 2],
    [-1, 1],
    [1, -1],
  ])('refuses after %i cancelled units another %i of three', (already, now) => {
    expect(() => refundableMinor({ quantity: 3, grossMinor: 100 }, already, now)).toThrow(RangeError);
  });
});
