import { describe, expect, test } from 'vitest';
import { estimateLoaded } from '../../src/model/estimate-at.js';
import { type LoadedScenario, parseScenario, withSettings } from '../../src/scenario/load.js';
import { scenarioSchema } from '../../src/scenario/schema.js';
import { book, messageOf } from '../support.js';

const REST = 'bucket: {region: us-east-1}\ntrails: [{name: org, accounts: 60}]\nreaders: [{name: siem, like: splunk}]\n';
const TAKEN = 'The scenario gives no first month (period.start): 2027-01 is taken. Give it to keep the months.';
const loaded = (text: string) => parseScenario(text, 's', { firstMonth: '2027-01' });
const startOf = ({ scenario }: LoadedScenario) => scenario.period.start;
const assumptionsOf = (each: LoadedScenario) => estimateLoaded({ loaded: each, book }).assumptions;

describe('a scenario without a first month', () => {
  test.each([
    ['no period', REST, 12],
    ['an empty period', `period: {}\n${REST}`, 12],
    ['months alone', `period: {months: 3}\n${REST}`, 3],
  ])('begins in the one that is given beside it, and the estimate says so: %s', (_, text, months) => {
    const parsed = loaded(text);
    expect(parsed.scenario.period).toEqual({ start: '2027-01', months });
    expect(assumptionsOf(parsed)[0]).toBe(TAKEN);
    // Written as it was: nothing that writes the file again puts a month into it.
    expect(parsed.raw).not.toHaveProperty('period.start');
  });

  test('is one with it, estimate and all', () => {
    const given = loaded(`period: {start: 2027-01}\n${REST}`);
    expect(loaded(REST).scenario).toEqual(given.scenario);
    const [{ assumptions: taken, ...ofTaken }, { assumptions, ...ofGiven }] = [loaded(REST), given].map((each) =>
      estimateLoaded({ loaded: each, book }),
    ) as [ReturnType<typeof estimateLoaded>, ReturnType<typeof estimateLoaded>];
    expect(ofTaken).toEqual(ofGiven);
    expect(taken).toEqual([TAKEN, ...assumptions]);
  });

  test('can be an object', () => {
    const input = { bucket: { region: 'us-east-1' }, trails: [{ name: 'org', accounts: 60 }], readers: [{ name: 'siem', like: 'splunk' }] };
    expect(startOf(parseScenario({ ...input, period: { months: 2 } }, 's', { firstMonth: '2027-01' }))).toBe('2027-01');
  });

  test('gets one by a setting, which is then not assumed, and loses it again', () => {
    const set = (value: unknown) => withSettings(loaded(REST), [{ path: 'period.start', value }], () => '--set');
    expect([startOf(set('2027-05')), assumptionsOf(set('2027-05'))[0]]).toEqual(['2027-05', expect.not.stringContaining('first month')]);
    const given = loaded(`period: {start: 2026-12}\n${REST}`);
    const without = withSettings(given, [{ path: 'period.start', value: null }], () => '--set');
    expect([startOf(without), assumptionsOf(without)[0]]).toEqual(['2027-01', TAKEN]);
  });

  test('has cases and months that fit the one it gets', () => {
    const once = `${REST}  - {name: export, pattern: once, month: 2026-12, firstDay: 2026-11-01, lastDay: 2026-11-30}\n`;
    const text = once.replace('readers: [{name: siem, like: splunk}]', 'readers:\n  - {name: siem, like: splunk}');
    expect(messageOf(() => loaded(text))).toContain('month: 2026-12 is outside the period, 2027-01 to 2027-12');
    const cases = `${REST}cases: [{name: short, set: {period.months: 121}}]\n`;
    expect(messageOf(() => loaded(cases))).toMatch(/months: expected a whole number from 1 to 120, found 121/);
    expect(messageOf(() => loaded(cases))).not.toContain('start');
  });
});

describe('a first month that is wrong or under another name', () => {
  test.each([
    ['period: {start: 2026-13}', 's:1:10 period.start: expected a month as YYYY-MM, such as 2026-12, found "2026-13"'],
    ['period: {from: 2026-12}', 's:1:10 period.from: unknown field "from"\n  Did you mean `start: 2026-12`?'],
    ['perod: {start: 2026-12}', 's:1:1 perod: unknown field "perod"\n  Did you mean "period"?'],
    ['period:', 's:1:1 period: expected a group of fields, found no value'],
    ['period: 2026-12', 's:1:1 period: expected a group of fields, found "2026-12"'],
    ['period: []', 's:1:1 period: expected a group of fields, found '],
  ])('is refused: %s', (line, message) => {
    expect(messageOf(() => loaded(`${line}\n${REST}`))).toContain(message);
    expect(messageOf(() => loaded(`${line}\n${REST}`))).not.toContain('missing');
  });

  test('is refused beside the scenario too', () => {
    expect(messageOf(() => parseScenario(REST, 's', { firstMonth: '2026-13' }))).toContain(
      's: gives no first month (period.start), and "2026-13" cannot be taken for it',
    );
    expect(startOf(parseScenario(`period: {start: 2026-12}\n${REST}`, 's', { firstMonth: '1970-02' }))).toBe('2026-12');
  });

  test('is missing where none is given at all', () => {
    expect(messageOf(() => parseScenario(REST, 's'))).toContain('period: missing');
    const message = messageOf(() => parseScenario(`period: {months: 2}\n${REST}`, 's'));
    expect(message).toContain('period.start: missing');
    expect(message).toContain('Give it, or firstMonth to parseScenario().');
    expect(scenarioSchema.safeParse({}).success).toBe(false);
  });
});
