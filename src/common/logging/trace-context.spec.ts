import * as fc from 'fast-check';
import { continueTrace, toTraceparent } from './trace-context.js';

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...Array.from('0123456789abcdef')), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''))
    .filter((text) => !/^0+$/.test(text));

describe('continueTrace', () => {
  it('keeps the trace of a caller through any number of hops, each with a span of its own', () => {
    fc.assert(
      fc.property(hex(32), hex(16), fc.constantFrom('00', '01'), (traceId, span, flags) => {
        const first = toTraceparent(continueTrace(`00-${traceId}-${span}-${flags}`, undefined));
        const second = toTraceparent(continueTrace(first, undefined));
        expect(second).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-${flags}$`));
        expect(second).not.toBe(first);
      }),
    );
  });

  it('takes the trace of AWS when the caller sends none', () => {
    const trace = continueTrace(undefined, 'Self=1-a-b;Root=1-67891233-abcdef012345678912345678;Sampled=0');
    expect(trace.traceId).toBe('67891233abcdef012345678912345678');
  });

  it.each([
    '',
    'garbage',
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
    '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more',
  ])('begins a new trace instead of continuing %j', (traceparent) => {
    const trace = continueTrace(traceparent, undefined);
    expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(trace.traceId).not.toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(trace.traceId).not.toBe('0'.repeat(32));
  });
});
