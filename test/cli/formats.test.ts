import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { assertNames, reportFormat } from '../../src/cli/formats.js';
import { messageOf } from '../support.js';
import { program } from './program.js';

const ALL = ['table', 'json', 'csv', 'markdown', 'html', 'xlsx', 'focus'];

describe('the format of a report', () => {
  test.each<[format: string | undefined, output: string | undefined, expected: string]>([
    [undefined, undefined, 'table'],
    [undefined, '-', 'table'],
    [undefined, 'cost', 'table'],
    [undefined, 'cost.dat', 'table'],
    [undefined, '.csv', 'table'],
    [undefined, 'folder.csv/cost', 'table'],
    [undefined, '/dev/stdout', 'table'],
    [undefined, 'cost.txt', 'table'],
    [undefined, 'cost.json', 'json'],
    [undefined, 'cost.csv', 'csv'],
    [undefined, 'cost.2026.CSV', 'csv'],
    [undefined, 'cost.md', 'markdown'],
    [undefined, 'cost.markdown', 'markdown'],
    [undefined, 'cost.html', 'html'],
    [undefined, 'cost.HTM', 'html'],
    [undefined, 'cost.xlsx', 'xlsx'],
    ['focus', 'cost.csv', 'focus'],
    ['csv', 'cost.txt', 'csv'],
    ['json', 'cost.dat', 'json'],
    ['xlsx', '-', 'xlsx'],
  ])('%s into %s is %s', (format, output, expected) => {
    expect(reportFormat({ format, json: undefined, output }, ALL)).toBe(expected);
  });

  test.each<[format: string | undefined, json: boolean | undefined, output: string | undefined, formats: string[], message: string]>([
    ['json', undefined, 'cost.csv', ALL, '--output cost.csv: is not a name for json, the format asked for\n  Write --output cost.json, or'],
    ['table', undefined, 'cost.csv', ALL, 'Write --output cost.txt, or ask for --format csv.'],
    ['xlsx', undefined, 'cost.txt', ALL, 'is not a name for xlsx'],
    ['csv', undefined, 'cost.csv.gz', ALL, 'Write --output cost.csv.csv, or leave the extension out.'],
    [undefined, true, 'cost.csv', ALL, 'is not a name for json'],
    ['csv', true, undefined, ALL, '--json and --format csv contradict each other'],
    [undefined, undefined, 'cost.png', ALL, 'no format of this report is called .png\n  Its formats are table (.txt), json (.json), csv'],
    [undefined, undefined, 'scenario.yaml', ALL, 'no format of this report is called .yaml'],
    [undefined, undefined, 'cost.xlsx', ['table', 'csv'], 'called .xlsx\n  Its formats are table (.txt), csv (.csv).'],
  ])('%s, %s into %s is refused', (format, json, output, formats, message) => {
    expect(messageOf(() => reportFormat({ format, json, output }, formats))).toContain(message);
  });

  test('may be asked for twice', () => {
    expect(reportFormat({ format: 'json', json: true, output: undefined }, ALL)).toBe('json');
  });

  test('has an extension, whatever the command', () => {
    const formats = COMMANDS.flatMap(({ declaration, commands = [] }) => [declaration, ...commands.map((each) => each.declaration)])
      .flatMap(({ options }) => options?.['format']?.choices ?? [])
      .map(String);
    expect(new Set(formats)).toEqual(new Set(ALL));
    for (const format of formats)
      expect(messageOf(() => reportFormat({ format, json: undefined, output: 'x.png' }, [format]))).toMatch(/x\.\w+/);
  });
});

test.each([
  [{ chart: 'v.png' }, '--chart v.png: is always SVG\n  Give it a name that ends in .svg.'],
  [{ chart: 'v.svg', trace: 'requests.xlsx' }, '--trace requests.xlsx: is always CSV'],
  [{ scenario: 'measured.json' }, '--scenario measured.json: is always YAML'],
  [{ calibrate: 'x.csv' }, 'Give it a name that ends in .yaml.'],
  [{ chart: 'v', trace: 'out/requests.TXT', scenario: 'x.yml', calibrate: '/dev/null', output: 'x.png' }, 'no error'],
])('files beside the report have one format each: %j', (given, message) => {
  expect(messageOf(() => assertNames(given))).toContain(message);
});

test.each([
  ['init -o s.xlsx', '--output s.xlsx: is always YAML\n  Give it a name that ends in .yaml.'],
  ['init --sample first -o s.json', '--output s.json: is always YAML'],
  ['init --from samples/start/plan.json -o s.csv', '--output s.csv: is always YAML'],
  ['init --from samples/start/plan.json --before b.md -o s.yaml', '--before b.md: is always YAML'],
  ['schema -o x.csv', '--output x.csv: is always JSON\n  Give it a name that ends in .json.'],
  ['athena sql -o q.xlsx', '--output q.xlsx: is always SQL\n  Give it a name that ends in .sql.'],
])('what has one format is not written into a file of another: %s', async (line, message) => {
  const { status, stdout, stderr } = await program(line.split(' '));
  expect([status, stdout.length]).toEqual([2, 0]);
  expect(stderr.toString()).toContain(message);
});
