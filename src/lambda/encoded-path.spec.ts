import * as fc from 'fast-check';
import { toEncodedPath } from './encoded-path.js';

describe('toEncodedPath', () => {
  it('leaves a path that is encoded as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const encoded = `/v1/products/${encodeURIComponent(text.toWellFormed())}`;
        expect(toEncodedPath(encoded)).toBe(encoded);
      }),
    );
  });

  it('gives back the encoded form of a decoded path, wherever decoding lost nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // A percent sign before two hexadecimal digits cannot be told from an escape.
        const segment = text.toWellFormed().replaceAll(/[%/]/g, '');
        expect(decodeURIComponent(toEncodedPath(`/v1/products/${segment}`))).toBe(`/v1/products/${segment}`);
        expect(toEncodedPath(`/v1/products/${segment}`)).toMatch(/^[\x21-\x7e]*$/);
        expect(toEncodedPath(`/v1/products/${segment}`)).not.toMatch(/[?#]/);
      }),
    );
  });

  it('encodes a percent sign that begins no escape', () => {
    expect(toEncodedPath('/v1/products/50%-off')).toBe('/v1/products/50%25-off');
  });
});
