import { type LetterText, renderLetter } from './letter.js';

const LETTER: LetterText = {
  subject: 'Hello',
  paragraphs: ['First <b>', 'Second & last'],
  action: 'Go "on"',
};

describe('renderLetter', () => {
  it('sets the link after the first paragraph, in the text as it is and in HTML as a link', () => {
    const { subject, text, html } = renderLetter(LETTER, 'en', 'https://shop.example/x?a=1&b=2#token=t');

    expect(subject).toBe('Hello');
    expect(text).toBe('First <b>\n\nhttps://shop.example/x?a=1&b=2#token=t\n\nSecond & last\n');
    expect(html).toContain(
      '<p>First &lt;b&gt;</p>\n' +
        '<p><a href="https://shop.example/x?a=1&amp;b=2#token=t">Go &quot;on&quot;</a></p>\n' +
        '<p>Second &amp; last</p>',
    );
  });

  it('leaves the link out where there is none', () => {
    const { text, html } = renderLetter(LETTER, 'en');

    expect(text).toBe('First <b>\n\nSecond & last\n');
    expect(html).not.toContain('<a');
  });

  it.each([
    ['ar', 'rtl'],
    ['en', 'ltr'],
  ] as const)('sets %s %s', (locale, direction) => {
    expect(renderLetter(LETTER, locale).html).toContain(`<html lang="${locale}" dir="${direction}">`);
  });
});
