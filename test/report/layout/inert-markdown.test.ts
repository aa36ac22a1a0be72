import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sanitised } from '../../../src/base/cleaned.js';
import type { Document } from '../../../src/report/layout/document.js';
import { blockMarkdown, inlineMarkdown } from '../../../src/report/layout/inert-markdown.js';
import { markdownText } from '../../../src/report/layout/markdown.js';
import { runs } from '../../runs.js';
import { decoded, htmlOf, madeByGitHub, tagsOf } from '../github.js';

/** A report in which a name stands at every place, alone and in a sentence with prices. */
const reportOf = (name: string): Document => ({
  headline: `${name} costs $1,204.50 more: $3 instead of $1,201.50 by ${name}.`,
  lead: `${name} (${name}), "${name}".`,
  caption: name,
  tables: [
    {
      title: name,
      header: ['name', name],
      leftColumns: 1,
      rows: [
        [name, '$1'],
        ['all', `${name}, ${name}`],
      ],
      summaryRows: 1,
    },
  ],
  lists: [
    { title: `of ${name}`, items: [name, `${name}: $0.10`, `case ${name}:`] },
    { title: 'Try', commands: [['trailcost', `'${name}'`]] },
  ],
});

const oneBlank = (text: string) => text.replace(/\s+/g, ' ').trim();

const shown = (html: string) => oneBlank(decoded(html.replace(/<\/?(?:code|strong)[^>]*>/g, '').replace(/<[^>]*>/g, ' ')));
const wordsOf = ({ headline, lead = '', caption, tables, lists }: Document) =>
  oneBlank(
    [
      headline,
      lead,
      caption,
      ...tables.flatMap(({ title, header, rows }) => [title, ...header, ...rows.flat()]),
      ...lists.flatMap((list) => [list.title, ...('commands' in list ? list.commands.map((words) => words.join(' ')) : list.items)]),
    ]
      .map((text) => sanitised(text))
      .join(' '),
  );

const expectInert = (name: string) => {
  const report = reportOf(name);
  const html = htmlOf(markdownText(report));
  expect(tagsOf(html)).toEqual(tagsOf(htmlOf(markdownText(reportOf('name')))));
  expect(shown(html)).toBe(wordsOf(report));
  expect(madeByGitHub(html)).toEqual([]);
};

const HOSTILE = [
  '@octocat',
  '@security/oncall',
  '(@a),',
  'x@deadbee',
  'user@example.com',
  'arn:aws:sts::111122223333:assumed-role/Ops/user@example.com',
  'http://evil.example/?a=1&b=2',
  'HTTPS://evil.example',
  'x_www.evil.example',
  'mailto:a@b.example',
  'ftp://evil.example',
  '#123',
  'org/repo#1',
  '/issues/4',
  'org/repo/pull/4',
  'a5c3785ed8d6a35868bc169f07e40e889087fd2e',
  'a5c3785',
  'v1..a5c3785',
  '1234abcd-12ab-34cd-56ef-1234567890ab',
  '&lt;b&gt;',
  '&#64;octocat',
  '&#x40;octocat',
  '&commat;octocat',
  ':tada:',
  ':+1:',
  ':100:',
  '$x$',
  '$1$',
  '$$',
  '$`x`$',
  'a $x and y$',
  '[^1]',
  '[^1]: note',
  '[x]: http://evil.example',
  '[ ] task',
  '[x](http://evil.example)',
  '![x](http://evil.example/y.png)',
  '<http://evil.example>',
  '<img src=x>',
  '<!-- comment',
  '</details>',
  '1. one',
  '1) one',
  '1.',
  '- x',
  '-',
  '---',
  '- - -',
  '+ x',
  '* x',
  '***',
  '> x',
  '# x',
  'x #',
  '===',
  '|x|',
  '| --- |',
  '~~x~~',
  '~~~',
  '```',
  '`x',
  '`@a`@b`',
  '@a|@b',
  '@a\\|@b',
  '@a\\',
  '\\@a\\`',
  '**x**',
  '_x_',
  'a\\',
  'a  \nb',
  '\u202e@txt.exe',
  '@\u200boctocat',
  '\u3000@a\u00a0',
  '{% raw %}',
];

test.each(HOSTILE)('%j is shown as it is, and nothing is made of it', (name) => {
  expectInert(name);
});

const names = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.constantFrom(...'@#:/.&;$`|\\*_~<>[]()!-+ 1aed'.split('')),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''))
  .filter((name) => sanitised(name).trim() !== '');

test('nothing is made of any name', () => {
  fc.assert(fc.property(names, expectInert), runs(500));
});

describe('a name that is of this trade stays readable', () => {
  test.each([
    ['siem', 'siem'],
    ['athena-hunting (2)', 'athena-hunting (2)'],
    ['111122223333', '111122223333'],
    ['role/Ops-Reader of us-east-1', 'role/Ops-Reader of us-east-1'],
    ["--set 'readers.siem.times={ low: 1, expected: 2, high: 3 }'", "--set 'readers.siem.times={ low: 1, expected: 2, high: 3 }'"],
    ['$1,204.50 more (-4%), +$3 & R&D', '$1,204.50 more (-4%), +$3 & R&D'],
    ['from 2026-12-01T00:00:00Z, 12:30:00', 'from 2026-12-01T00:00:00Z, 12:30:00'],
    ['s3://example-trail-logs/AWSLogs/', 's3://example-trail-logs/AWSLogs/'],
    ['by "user@example.com", with AT&T;', 'by "`user@example.com`", with AT\\&T;'],
    ['arn:aws:iam::111122223333:role/a_b:', '`arn:aws:iam::111122223333:role/a_b`:'],
  ])('%s', (text, markdown) => {
    expect(inlineMarkdown(text)).toBe(markdown);
  });

  test('a number before a sentence makes no list, and one in it none either', () => {
    expect(['1. one 2. two', '12 files', '-4%', '- x', '3.5'].map(blockMarkdown)).toEqual([
      '1\\. one 2. two',
      '12 files',
      '-4%',
      '\\- x',
      '3.5',
    ]);
  });
});
