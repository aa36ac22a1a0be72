import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataElement, element, together } from '../../../../src/report/layout/html/markup.js';

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '" onload="alert(1)',
  "' autofocus onfocus='alert(1)",
  '&lt;b&gt;',
  'javascript:alert(1)',
  'a\u202egnp.exe',
  'a\u2028b',
  'a\u0000b',
  'a\ud800b',
];

describe('text of others', () => {
  test.each(HOSTILE)('is text in an element and in an attribute: %j', (text) => {
    const { text: html } = element('td', { title: text }, text);
    const inside = html.slice('<td title="'.length, -'</td>'.length);
    expect(inside.match(/[<>]/g)).toEqual(['>']);
    expect(inside.match(/"/g)).toHaveLength(1);
    expect(html).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  });

  test('whatever it is, comes back as it was but for what controls and directs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { text: html } = element('p', {}, text);
        const back = html
          .slice(3, -4)
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(back).toBe(
          text.replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (sign === '\n' ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)),
        );
        expect(html.slice(3, -4)).not.toMatch(/[<>"']/);
      }),
    );
  });
});

test.each<[Parameters<typeof element>, string]>([
  [['p', {}, 'a', undefined, ['b', 1]], '<p>ab1</p>'],
  [['input', { disabled: true, hidden: false, value: undefined, max: 1 / 3 }], '<input disabled max="0.33">'],
  [['p', {}, element('b', {}, '<')], '<p><b>&lt;</b></p>'],
  [['p', {}, together('&', element('br', {}))], '<p>&amp;<br></p>'],
])('an element %#', (given, html) => {
  expect(element(...given).text).toBe(html);
});

test('data of a page never ends its element, and is what it was', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.constantFrom(...HOSTILE)), (value) => {
      const { text } = dataElement('data', value);
      const json = text.slice('<script type="application/json" id="data">'.length, -'</script>'.length);
      expect(json).not.toMatch(/[<\u2028\u2029]/);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
