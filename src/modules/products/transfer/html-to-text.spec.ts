import * as fc from 'fast-check';
import { htmlToText } from './html-to-text.js';

describe('htmlToText', () => {
  it.each([
    ['Step into <b>summer</b>.&nbsp;Now!', 'Step into summer. Now!'],
    ['<p>One</p><p>Two</p>', 'One\nTwo'],
    ['One<br>Two<br/>Three', 'One\nTwo\nThree'],
    ['<ul><li>One</li><li>Two</li></ul>', 'One\nTwo'],
    ['Fish &amp; chips &lt;3 &quot;hot&quot; &#39;n&#39; &#x1F525;', 'Fish & chips <3 "hot" \'n\' 🔥'],
    ['<script>alert("x")</script>Text', 'Text'],
    ['<style>p { color: red }</style>Text', 'Text'],
    ['<!-- secret -->Text', 'Text'],
    ['<img src=x onerror=alert(1)>Text', 'Text'],
    ['Text <a href="javascript:alert(1)">link', 'Text link'],
    ['5 < 6 and 7 > 6', '5 < 6 and 7 > 6'],
    ['plain & simple', 'plain & simple'],
    ['قميص <i>قطن</i>', 'قميص قطن'],
    ['&unknown; &#0; &#xFFFFFFF;', '&unknown;   &#xFFFFFFF;'],
    ['<script>never closed', ''],
    ['a\n\n\n\n\nb', 'a\n\nb'],
  ])('makes %j into %j', (html, text) => {
    expect(htmlToText(html)).toBe(text.replace(/ {2,}/g, ' '));
  });

  it('leaves text without markup as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Zا-ي0-9.,!?()'"]+( [a-zA-Zا-ي0-9.,!?()'"]+)*$/), (text) => {
        expect(htmlToText(text)).toBe(text);
      }),
    );
  });

  it.each(['<', '<a', '<!--', '<script>', '&#', '&a', '<b x="', ' \n'])(
    'gets through fifty thousand times %j before the test times out',
    (piece) => {
      expect(htmlToText(piece.repeat(50_000)).length).toBeLessThanOrEqual(piece.length * 50_000);
    },
  );
});
