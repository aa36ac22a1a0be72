import { describe, expect, test } from 'vitest';
import { withSettings } from '../../src/scenario/load.js';
import { parseSetting, type Setting } from '../../src/scenario/settings.js';
import { loadedOf, messageOf } from '../support.js';

const GIVEN = {
  trails: [
    { name: 'org', logFilesPerMonth: 1000, archiveMonths: 12 },
    { name: 'eu.west', logFilesPerMonth: 500, archiveMonths: 1 },
  ],
  readers: [
    { name: 'siem', pattern: 'every-file', times: 2, trails: ['org', 'eu.west'] },
    { name: 'siem.eu', pattern: 'every-file', account: '111122223333' },
    { name: 'athena hunting', pattern: 'scan', runsPerMonth: 4, lookbackDays: 30 },
  ],
};

const place = ({ path }: Setting) => `--set ${path}`;
const set = (...texts: string[]) =>
  withSettings(
    loadedOf(GIVEN),
    texts.map((text) => parseSetting(text, '--set')),
    place,
  ).scenario;
const messageOfSetting = (...texts: string[]) => messageOf(() => set(...texts));
const reader = (name: string, ...texts: string[]) => set(...texts).readers.find((each) => each.name === name);

describe('PATH=VALUE as typed', () => {
  test.each<[string, Setting]>([
    ['readers.siem.times=2', { path: 'readers.siem.times', value: 2, typed: '2' }],
    ['readers.siem.times = 2.5 ', { path: 'readers.siem.times', value: 2.5, typed: '2.5' }],
    ['a.lookbackDays=all', { path: 'a.lookbackDays', value: 'all', typed: 'all' }],
    [
      'a.b={low: 1, expected: 2, high: 5}',
      { path: 'a.b', value: { low: 1, expected: 2, high: 5 }, typed: '{low: 1, expected: 2, high: 5}' },
    ],
    ['a.trails=[org, eu]', { path: 'a.trails', value: ['org', 'eu'], typed: '[org, eu]' }],
    ['a.digests=true', { path: 'a.digests', value: true, typed: 'true' }],
    ['a.b=', { path: 'a.b', value: null, typed: '' }],
    ['a.b=null', { path: 'a.b', value: null, typed: 'null' }],
    ['a.b=""', { path: 'a.b', value: '', typed: '""' }],
    ['a.b=c=d', { path: 'a.b', value: 'c=d', typed: 'c=d' }],
    ['encryption.sseKmsSince=2026-12-01', { path: 'encryption.sseKmsSince', value: '2026-12-01', typed: '2026-12-01' }],
  ])('%s', (text, setting) => {
    expect(parseSetting(text, '--set')).toEqual(setting);
  });

  test.each([
    ['readers.siem.times', 'usage\n--set readers.siem.times: is not PATH=VALUE\n  Name a field of the scenario and its new value'],
    ['=2', 'usage\n--set =2: is not PATH=VALUE'],
    ['  = 2', 'usage\n--set   = 2: is not PATH=VALUE'],
    ['', 'usage\n--set : is not PATH=VALUE'],
    ['a.b={low: 1', 'scenario-syntax\n--set a.b:1:8: not YAML'],
  ])('%s is refused', (text, message) => {
    expect(messageOf(() => parseSetting(text, '--set'))).toContain(message);
  });
});

describe('a path names', () => {
  test.each([
    ['an element by its name', 'readers.siem.times=3', ['readers', 0, 'times'], 3],
    ['the longest name of those with dots', 'readers.siem.eu.times=3', ['readers', 1, 'times'], 3],
    ['a name with a dot in another list', 'trails.eu.west.archiveMonths=7', ['trails', 1, 'archiveMonths'], 7],
    ['a name with a blank', 'readers.athena hunting.runsPerMonth=3', ['readers', 2, 'runsPerMonth'], 3],
    ['an element by its place', 'readers.2.runsPerMonth=3', ['readers', 2, 'runsPerMonth'], 3],
    ['an element of a list of names', 'readers.siem.trails.1=org', ['readers', 0, 'trails'], ['org', 'org']],
    ['a group that is not written', 'keys.number=3', ['keys', 'number'], 3],
    ['another such', 'recording.paidCopies={low: 0, expected: 1, high: 2}', ['recording', 'paidCopies'], { low: 0, expected: 1, high: 2 }],
    ['a truth', 'recording.excludeKmsEvents=true', ['recording', 'excludeKmsEvents'], true],
    ['a field of the scenario itself', 'freeRequestsLeft=20000', ['freeRequestsLeft'], 20000],
    ['a whole list', 'readers.siem.trails=[org]', ['readers', 0, 'trails'], ['org']],
    ['a whole group', 'keys={number: 2, replicas: 1}', ['keys', 'replicas'], 1],
    ['an account id, whose digits stay text', 'readers.siem.account=012345678901', ['readers', 0, 'account'], '012345678901'],
    ['an account id in a group that is not written', 'keys.account=444455556666', ['keys', 'account'], '444455556666'],
    ['a name that looks like a number', 'name=007', ['name'], '007'],
    ['a name that looks like a truth', 'readers.siem.name=true', ['readers', 0, 'name'], 'true'],
    ['a number or a word', 'readers.athena hunting.lookbackDays=all', ['readers', 2, 'lookbackDays'], 'all'],
  ])('%s', (_, text, field, value) => {
    const found = field.reduce<unknown>((part, key) => (part as Record<string | number, unknown>)[key], set(text));
    expect(found).toEqual(value);
  });

  test('an element by its name even where the name is a number', () => {
    const readers = ['1', '0'].map((name) => ({ name, pattern: 'single', readsPerMonth: 5 }));
    const { scenario } = withSettings(loadedOf({ readers }), [{ path: 'readers.1.readsPerMonth', value: 7 }], place);
    expect(scenario.readers.map(({ name, ...rest }) => [name, 'readsPerMonth' in rest && rest.readsPerMonth])).toEqual([
      ['1', 7],
      ['0', 5],
    ]);
  });
});

describe('null takes away', () => {
  test('a field: its default holds again', () => {
    expect(reader('siem', 'readers.siem.times=')).toMatchObject({ times: 1 });
    expect(reader('siem', 'readers.siem.trails=')).not.toHaveProperty('trails');
  });

  test('an element of a list, by name or place', () => {
    expect(set('readers.siem=').readers.map(({ name }) => name)).toEqual(['siem.eu', 'athena hunting']);
    expect(set('readers.1=').readers.map(({ name }) => name)).toEqual(['siem', 'athena hunting']);
    expect(reader('siem', 'readers.siem.trails.0=')?.trails).toEqual(['eu.west']);
  });

  test('nothing where the field is not written', () => {
    expect(set('keys.number=', 'recording=', 'readers.siem.share=')).toEqual(set());
  });

  test.each([
    ['a field that must be there', 'bucket.region=', '--set bucket.region: missing; expected text of up to 40 characters'],
    [
      'the last reader',
      ['readers.siem=', 'readers.siem.eu=', 'readers.athena hunting='],
      'readers.athena hunting: expected a list of 1 to 1,000',
    ],
    [
      'a key that no scenario has',
      'discountPercnt=',
      '--set discountPercnt: unknown field "discountPercnt"\n  Did you mean "discountPercent"?',
    ],
    [
      'a key that this pattern does not have',
      'readers.siem.lookbackDays=',
      '--set readers.siem.lookbackDays: unknown field "lookbackDays"',
    ],
    ['a key of a scalar', 'name.x=', '--set name.x: unknown field "x"\n  Nothing is known here.'],
    ['an element that is not there', 'readers.seim=', '--set readers.seim: no reader is named "seim"\n  Did you mean "siem"?'],
    ['what every object inherits', 'constructor=', '--set constructor: unknown field "constructor"'],
    ['what every group inherits', 'readers.siem.toString=', '--set readers.siem.toString: unknown field "toString"'],
    ['the prototype', '__proto__=', '--set __proto__: unknown field "__proto__"'],
  ])('but not %s', (_, texts, message) => {
    expect(messageOfSetting(...[texts].flat())).toContain(`scenario-invalid\n${message.startsWith('--set') ? '' : '--set '}${message}`);
  });
});

describe('a group under a new name is a new element', () => {
  test('with that name', () => {
    expect(reader('soc', 'readers.soc={pattern: single, readsPerMonth: 5}')).toMatchObject({ pattern: 'single', readsPerMonth: 5 });
    expect(messageOfSetting('readers.soc.eu={pattern: single, readsPerMonth: 5}')).toContain('no reader is named "soc"');
  });

  test('also in a list that is not written', () => {
    const { scenario } = withSettings(
      loadedOf({ readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 1 }] }),
      [parseSetting('trails.org={logFilesPerMonth: 10, archiveMonths: 2}', '--set')],
      place,
    );
    expect(scenario.trails).toMatchObject([{ name: 'org', logFilesPerMonth: 10, archiveMonths: 2 }]);
  });

  test('and may be changed afterwards', () => {
    expect(reader('soc', 'readers.soc={pattern: single, readsPerMonth: 5}', 'readers.soc.readsPerMonth=6')).toMatchObject({
      readsPerMonth: 6,
    });
  });

  test('but a range for a field of a misspelt element is none', () => {
    expect(messageOfSetting('readers.seim.times={low: 1, expected: 2, high: 3}')).toBe(
      'scenario-invalid\n--set readers.seim.times: no reader is named "seim"\n  Did you mean "siem"?',
    );
  });
});

describe('settings hold one after the other', () => {
  test('the last one of a field wins', () => {
    expect(reader('siem', 'readers.siem.times=3', 'readers.siem.times=4')).toMatchObject({ times: 4 });
  });

  test('a path speaks of the scenario as set so far', () => {
    expect(reader('soc', 'readers.siem.name=soc', 'readers.soc.times=5')).toMatchObject({ times: 5 });
    expect(messageOfSetting('readers.siem.name=soc', 'readers.siem.times=5')).toContain('no reader is named "siem"');
    expect(set('readers.0=', 'readers.0=').readers.map(({ name }) => name)).toEqual(['athena hunting']);
  });

  test('a pattern and its keys change together, and only the whole is checked', () => {
    const texts = ['readers.siem.pattern=single', 'readers.siem.times=', 'readers.siem.readsPerMonth=9'];
    expect(reader('siem', ...texts)).toMatchObject({ pattern: 'single', readsPerMonth: 9 });
    expect(messageOfSetting('readers.siem.pattern=single')).toContain('unknown field "times"');
  });
});
