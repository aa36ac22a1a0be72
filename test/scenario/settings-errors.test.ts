import { describe, expect, test, vi } from 'vitest';
import { estimateWith } from '../../src/model/estimate-at.js';
import { casesOf, parseScenario, withSettings } from '../../src/scenario/load.js';
import { applySettings, fieldOf, parseSetting, type Setting } from '../../src/scenario/settings.js';
import { book, loadedOf, messageOf, pricedOf } from '../support.js';

const GIVEN = {
  encryption: { sseKmsSince: '2026-12-01' },
  trails: [{ name: 'org', logFilesPerMonth: 1000, archiveMonths: 12 }],
  readers: [
    { name: 'siem', pattern: 'every-file' },
    { name: 'export', pattern: 'once', month: '2026-12', firstDay: '2026-12-01', lastDay: '2026-12-05' },
  ],
};

const place = ({ path }: Setting) => `--set ${path}`;
const settingsOf = (texts: readonly string[]) => texts.map((text) => parseSetting(text, '--set'));
const messageOfSetting = (...texts: string[]) => messageOf(() => withSettings(loadedOf(GIVEN), settingsOf(texts), place));

describe('an error says where it was set, what is wrong and what to do', () => {
  test.each([
    [
      'readers.siem.times==-1',
      '--set readers.siem.times: expected a number from 0 to 1,000 or {low, expected, high}, found -1\n  Times that each file is read.',
    ],
    ['readers.siem.times={low: 3, expected: 2, high: 1}', '--set readers.siem.times: expected low ≤ expected ≤ high, found {"low":3'],
    ['readers.siem.times=twice', '--set readers.siem.times: expected a number from 0 to 1,000 or {low, expected, high}, found "twice"'],
    ['readers.siem.tmies=2', '--set readers.siem.tmies: unknown field "tmies"\n  Did you mean "times"?'],
    ['readers.siem.lookbackDays=2', '--set readers.siem.lookbackDays: unknown field "lookbackDays"'],
    ['readers.seim.times=2', '--set readers.seim.times: no reader is named "seim"\n  Did you mean "siem"?'],
    ['readers.7.times=2', '--set readers.7.times: no reader is named "7"\n  Known names: siem, export.'],
    [
      'trails.organization.archiveMonths=2',
      '--set trails.organization.archiveMonths: no trail is named "organization"\n  Known names: org.',
    ],
    ['reader.siem.times=2', '--set reader.siem.times: unknown field "reader"\n  Did you mean "readers"?'],
    ['keys.nubmer=2', '--set keys.nubmer: unknown field "nubmer"\n  Did you mean "number"?'],
    ['keys={nubmer: 2}', '--set keys: unknown field "nubmer"\n  Did you mean "number"?'],
    ['bucket.region.x=1', '--set bucket.region.x: expected text of up to 40 characters, found {"x":1}'],
    [
      'readers.siem.times.low=1',
      'readers.siem.times.expected (with --set readers.siem.times.low): missing; expected a number from 0 to 1,000',
    ],
    ['readers.siem=5', '--set readers.siem: expected a group of fields, found 5'],
    [
      'trails.org.archiveMonths=1.5',
      '--set trails.org.archiveMonths: expected a whole number from 0 to 240 or {low, expected, high}, found 1.5',
    ],
    ['readers.siem.pattern=evry-file', '--set readers.siem.pattern: unknown value "evry-file"\n  Did you mean "every-file"?'],
    ['period.start=2026-13', '--set period.start: expected a month as YYYY-MM, such as 2026-12, found "2026-13"'],
    ['readers.siem..times=2', '--set readers.siem..times: unknown field ""'],
  ])('%s', (text, message) => {
    expect(messageOfSetting(text)).toContain(`scenario-invalid\n${message}`);
  });

  test('several at once, in the order in which they are given', () => {
    expect(messageOfSetting('readers.siem.times==-1', 'keys.number==-2').match(/^--set [\w.]+/gm)).toEqual([
      '--set readers.siem.times',
      '--set keys.number',
    ]);
  });

  test('of two settings of a field the later one', () => {
    expect(messageOfSetting('readers.siem={name: siem, pattern: every-file}', 'readers.siem.times==-1')).toContain(
      '\n--set readers.siem.times:',
    );
  });

  test('a field that only does not go with what was set names both', () => {
    expect(messageOfSetting('period.start=2027-01')).toBe(
      'scenario-invalid\nreaders.export.month (with --set period.start): 2026-12 is outside the period, ' +
        '2027-01 to 2027-01\n  Give a month of the period.',
    );
    expect(messageOfSetting('trails=', 'keys.number=2')).toContain(
      'readers.siem (with --set trails and --set keys.number): reader "siem" reads',
    );
  });

  test('a field that was set and does not go with another one', () => {
    expect(messageOfSetting('encryption.bucketKeySince=2026-11-30')).toContain(
      '\n--set encryption.bucketKeySince: is before sseKmsSince (2026-12-01)',
    );
  });

  test('the setting at fault, although one after it takes away an element and moves the others up', () => {
    const message = messageOfSetting('readers.export.firstDay=tomorrow', 'readers.siem=');
    expect(message).toContain('scenario-invalid\n--set readers.export.firstDay: expected a day as YYYY-MM-DD');
  });

  test('a path longer than any field is refused before the scenario is looked at', () => {
    const look = vi.fn();
    const watched = new Proxy({}, { get: look, getOwnPropertyDescriptor: look });
    const lookFor = (path: string) => messageOf(() => fieldOf(watched, { path, value: 1 }, () => `--set ${path}`));
    expect(lookFor(`${'a.'.repeat(2000)}b`)).toMatch(/^scenario-invalid\n--set a\.a\..*: is not a path to a field/);
    expect(look).not.toHaveBeenCalled();
    lookFor('a.b');
    expect(look).toHaveBeenCalled();
  });

  test('what only the price book knows', () => {
    const message = (text: string) => messageOf(() => estimateWith(pricedOf(GIVEN), settingsOf([text]), '--set'));
    expect(message('bucket.region=us-esat-1')).toContain(
      'region-unknown\n--set bucket.region: unknown AWS Region "us-esat-1"\n  Did you mean "us-east-1"?',
    );
  });
});

describe('what was given stays as it is', () => {
  test('the scenario as written', () => {
    const loaded = loadedOf(GIVEN);
    const before = structuredClone({ raw: loaded.raw, scenario: loaded.scenario });
    withSettings(
      loaded,
      settingsOf([
        'readers.siem.times=3',
        'trails.org=',
        'keys.number=2',
        'readers.export=',
        'readers.siem.trails=',
        'trails.new={logFilesPerMonth: 1, archiveMonths: 0}',
      ]),
      place,
    );
    expect({ raw: loaded.raw, scenario: loaded.scenario }).toEqual(before);
  });

  test('without settings it is the same', () => {
    const loaded = loadedOf(GIVEN);
    expect(withSettings(loaded, [], place)).toEqual({ ...loaded, effects: [] });
  });

  test('one of two readers that share an anchor changes alone', () => {
    const text = `version: 1
name: anchors
period: {start: 2026-12, months: 1}
bucket: {region: us-east-1}
encryption: {sseKmsSince: always}
readers:
  - {name: a, pattern: single, readsPerMonth: &reads {low: 1, expected: 2, high: 3}}
  - {name: b, pattern: single, readsPerMonth: *reads}
`;
    const loaded = parseScenario(text, 'anchors.yaml');
    const { scenario } = withSettings(loaded, settingsOf(['readers.a.readsPerMonth.high=9']), place);
    const readsOf = ({ readers }: typeof scenario) => readers.map((reader) => 'readsPerMonth' in reader && reader.readsPerMonth);
    expect(readsOf(scenario)).toEqual([
      { low: 1, expected: 2, high: 9 },
      { low: 1, expected: 2, high: 3 },
    ]);
    expect(readsOf(loaded.scenario)[0]).toEqual({ low: 1, expected: 2, high: 3 });
  });
});

describe('a path that aims at prototypes does no harm', () => {
  test.each([
    '__proto__.x=1',
    '__proto__={x: 1}',
    'constructor.prototype.x=1',
    'keys.__proto__.number=9',
    'readers.siem.__proto__.x=1',
    'readers.__proto__.x=1',
  ])('%s', (text) => {
    expect(messageOfSetting(text)).toMatch(/^scenario-invalid\n--set .*: (unknown (field|key)|no reader is named)/);
    expect(Object.prototype).not.toHaveProperty('x');
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  test('and leaves no other prototype behind', () => {
    const { raw } = applySettings({ keys: {} }, settingsOf(['keys.__proto__.number=9']), place);
    const { keys } = raw as { keys: { number?: number } };
    expect(Object.getPrototypeOf(keys)).toBe(Object.prototype);
    expect(keys.number).toBeUndefined();
  });
});

describe('the cases of a scenario', () => {
  const text = (cases: string) => `version: 1
name: with-cases
period: {start: 2026-12, months: 1}
bucket: {region: us-east-1}
encryption: {sseKmsSince: always}
readers:
  - {name: soc, account: "111122223333", pattern: single, readsPerMonth: 1000}
${cases}`;
  const casesIn = (cases: string) => casesOf(parseScenario(text(cases), 'cases.yaml'));
  const messageOfCases = (cases: string) => messageOf(() => parseScenario(text(cases), 'cases.yaml'));

  test('are each a scenario of their own', () => {
    const cases = casesIn(`cases:
  - name: twice
    description: twice the reads
    set: {readers.soc.readsPerMonth: 2000, keys.number: 2}
  - {name: no account, set: {readers.soc.account: null}}
  - {name: nothing, set: {}}
`);
    expect(cases.map(({ name, description }) => [name, description])).toEqual([
      ['twice', 'twice the reads'],
      ['no account', undefined],
      ['nothing', undefined],
    ]);
    expect(cases[0]?.settings).toEqual([
      { path: 'readers.soc.readsPerMonth', value: 2000 },
      { path: 'keys.number', value: 2 },
    ]);
    expect(cases[0]?.loaded.scenario).toMatchObject({ readers: [{ readsPerMonth: 2000 }], keys: { number: 2 } });
    expect(cases[1]?.loaded.scenario.readers[0]).not.toHaveProperty('account');
    expect(cases[2]?.loaded.scenario.readers[0]).toMatchObject({ readsPerMonth: 1000 });
  });

  test.each([
    [
      'an unknown reader',
      '{readers.sco.readsPerMonth: 1}',
      'cases.yaml:10:11 cases.0.set.readers.sco.readsPerMonth: no reader is named "sco"\n  Did you mean "soc"?',
    ],
    ['an unknown key', '{readers.soc.reads: 1}', 'unknown field "reads"'],
    ['a number out of bounds', '{keys.number: -1}', 'cases.yaml:10:11 cases.0.set.keys.number: expected a number from 0 to 10,000'],
    [
      'an account id without quotes',
      '{readers.soc.account: 444455556666}',
      'expected an account id of 12 digits in quotes, such as "111122223333", found 444455556666',
    ],
    ['a list for settings', '[1]', 'cases.yaml:10:5 cases.0.set: expected a group of fields, found [1]'],
  ])('%s in a case is told with its place', (_, settings, message) => {
    expect(messageOfCases(`cases:\n  - name: "0"\n    set: ${settings}\n`)).toContain(message);
  });

  test('two of one name are refused', () => {
    expect(messageOfCases('cases:\n  - {name: a, set: {}}\n  - {name: a, set: {}}\n')).toBe(
      'scenario-invalid\ncases.yaml:10:6 cases.a.name: a second one named "a"\n  Give each a name of its own.',
    );
  });

  test('do not change the scenario itself', () => {
    const withCases = parseScenario(text('cases:\n  - {name: twice, set: {readers.soc.readsPerMonth: 2000}}\n'), 'cases.yaml');
    const without = parseScenario(text(''), 'cases.yaml');
    const totals = (loaded: typeof withCases) => estimateWith({ loaded, book }, [], '').totals;
    expect(totals(withCases)).toEqual(totals(without));
  });
});
