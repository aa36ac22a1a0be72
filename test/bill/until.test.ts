import { expect, test } from 'vitest';
import { csvOf, curTable, focusTable, madeItems } from './made.mjs';
import { folder, read } from './reading.js';

const [item] = madeItems().filter(({ product }) => product === 'awskms');
const spans = (...all: [string, string][]) => all.map(([start, end], index) => ({ ...item, id: `${index}`, start, end }));
const hour = ['2026-11-15T11:00:00Z', '2026-11-15T12:00:00Z'] as [string, string];
const month = ['2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z'] as [string, string];

test.each([
  [
    'the last hour, wherever it is',
    spans(['2026-11-15T11:00:00Z', '2026-11-15T12:00:00Z'], ['2026-11-02T00:00:00Z', '2026-11-02T01:00:00Z']),
  ],
  ['rows of a month beside rows of an hour', spans(month, hour)],
  [
    'rows of other services count',
    [...spans(['2026-11-01T00:00:00Z', '2026-11-01T01:00:00Z']), ...spans(hour).map((each) => ({ ...each, product: 'AmazonEC2' }))],
  ],
  ['tax does not', [...spans(hour), ...madeItems().filter(({ type }) => type === 'Tax')]],
])('%s', async (_, items) => {
  for (const table of [curTable(items), focusTable(items)]) {
    expect((await read(folder({ 'a.csv': csvOf(table) }))).summary.usageUntil).toMatchObject({ '2026-11': '2026-11-15T12:00:00Z' });
  }
});

test('rows of a month alone last until its end, and no hour of a month is after it', async () => {
  const items = spans(month, ['2026-12-31T23:00:00Z', '2027-01-01T00:00:00Z']);
  const { summary } = await read(folder({ 'a.csv': csvOf(curTable(items)) }));
  expect(summary.usageUntil).toEqual({ '2026-11': '2026-12-01T00:00:00Z', '2026-12': '2027-01-01T00:00:00Z' });
});

test('without a column for the end a row is of an hour', async () => {
  const { header, rows } = curTable(spans(hour));
  const kept = header.flatMap((name: string, index: number) => (/EndDate|TimeInterval/.test(name) ? [] : [index]));
  const of = (cells: string[]) => kept.map((index: number) => cells[index]);
  const { summary } = await read(folder({ 'a.csv': csvOf({ header: of(header), rows: rows.map(of) }) }));
  expect(summary.usageUntil).toEqual({ '2026-11': '2026-11-15T12:00:00Z' });
});

test('a time of another service that cannot be read is not needed', async () => {
  const items = [...spans(hour), { ...item, product: 'AmazonEC2', id: 'odd', end: 'soon' }];
  const { summary } = await read(folder({ 'a.csv': csvOf(curTable(items)) }));
  expect(summary).toMatchObject({ filesRead: 1, usageUntil: { '2026-11': '2026-11-15T12:00:00Z' } });
});

test('rows of a month that say only its first day last until its end', async () => {
  const { header, rows }: { header: string[]; rows: string[][] } = curTable(spans(month));
  const left = header.flatMap((name, at) => (/UsageEndDate|TimeInterval/.test(name) ? [] : [at]));
  const bare = [header, ...rows].map((cells) => left.map((at) => (cells[at] ?? '').replace('T00:00:00Z', '')));
  const { summary } = await read(folder({ 'a.csv': bare.map((cells) => cells.map((cell) => JSON.stringify(cell)).join(',')).join('\n') }));
  expect(summary.usageUntil).toEqual({ '2026-11': '2026-12-01T00:00:00Z' });
});

test('dates of a country show it too', async () => {
  const made = spans(['2026-11-09T11:00:00Z', '2026-11-09T12:00:00Z'], ['2026-11-15T11:00:00Z', '2026-11-15T12:00:00Z']);
  const text = csvOf(curTable(made)).replace(/2026-11-(\d\d)T(\d\d:\d\d):00Z(?=,)/g, (_, day, time) => `11/${Number(day)}/2026 ${time}`);
  expect((await read(folder({ 'a.csv': text }))).summary.usageUntil).toEqual({ '2026-11': '2026-11-15T12:00:00Z' });
});
