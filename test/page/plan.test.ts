import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TrailcostError } from '../../src/base/errors.js';
import { additionOf } from '../../src/page/additions.js';
import { controlGroups, scaled } from '../../src/page/controls.js';
import { fragmentOf, linkedIn } from '../../src/page/fragment.js';
import { type Base, baseOf, type Change, type Plan, plannedOf, scenarioText, typedText, withChange } from '../../src/page/plan.js';
import { Session } from '../../src/page/session.js';
import { READERS_BY_NAME } from '../../src/scenario/known-readers.js';
import { book, FIRST_MONTH, messageOf, sampleText } from '../support.js';

const NONE = { amount: '', on: 'expected', strategy: 'sse-kms' } as const;
const SCENARIOS = ['organization', 'small-account', 'mid-period-switch', 'paid-copy', 'first', 'starter'];

function baseFrom(name: string): Base {
  return baseOf({ text: sampleText(`${name}.yaml`), source: `${name}.yaml`, given: [], firstMonth: FIRST_MONTH, book, partBudgets: [] });
}

const ORGANIZATION = baseFrom('organization');

function planOf(...changes: string[]): Plan {
  return {
    changes: changes.map((text) => ({ path: text.slice(0, text.indexOf('=')), value: text.slice(text.indexOf('=') + 1) })),
    budget: NONE,
  };
}

function costOf(base: Base, plan: Plan): string {
  return plannedOf(base, plan).estimate.totals['sse-kms'].expected.toFixed();
}

describe('one more change', () => {
  test.each<[string, string[], string, string[]]>([
    ['of another field comes last', ['a.x=1'], 'b=2', ['a.x=1', 'b=2']],
    ['of the same field takes its place', ['a=1', 'b=2'], 'a=3', ['a=3', 'b=2']],
    ['that takes a field away takes changes within it along', ['readers.siem.times=2', 'b=1'], 'readers.siem=', ['b=1', 'readers.siem=']],
    ['that takes an added element away leaves nothing of it', ['readers.x={name: x}', 'readers.x.times=2'], 'readers.x=', []],
    ['of a longer name is of another element', ['readers.siem.times=2'], 'readers.siem2=', ['readers.siem.times=2', 'readers.siem2=']],
    ['that takes a field away twice is one', ['readers.siem='], 'readers.siem=', ['readers.siem=']],
  ])('%s', (_, before, added, after) => {
    const [change] = planOf(added).changes;
    expect(change && withChange(planOf(...before).changes, change)).toEqual(planOf(...after).changes);
  });
});

describe.each(SCENARIOS)('the controls of %s', (name) => {
  const base = baseFrom(name);
  const controls = controlGroups(base.loaded.scenario).flatMap((group) => group.controls);

  test('are of fields that are there once', () => {
    expect(controls.length).toBeGreaterThan(5);
    expect(new Set(controls.map(({ path }) => path)).size).toBe(controls.length);
  });

  test('with the values that there are change nothing', () => {
    const said = controls.filter((control) => control.kind === 'number' || control.value !== '');
    const changes = said.map((control): Change => {
      if (control.kind === 'choice') return { path: control.path, value: control.value };
      return { path: control.path, value: control.isWord === true ? 'all' : typedText(control.value) };
    });
    expect(costOf(base, { changes, budget: NONE })).toBe(costOf(base, planOf()));
  });

  test('take every number within their bounds', () => {
    for (const control of controls) {
      if (control.kind !== 'number') continue;
      expect(control.sliderMax).toBeLessThanOrEqual(control.bounds.max);
      expect(
        () => plannedOf(base, { changes: [{ path: control.path, value: `=${control.bounds.min}` }], budget: NONE }),
        control.path,
      ).not.toThrow(RangeError);
    }
  });
});

describe('a reader that is known by name', () => {
  const readers = READERS_BY_NAME.map(({ id }) => id);

  test.each(readers)('%s can be added, changed and taken away', (id) => {
    const session = new Session(ORGANIZATION, NONE);
    const before = session.current.estimate.lines.length;
    const addition = additionOf(id, session.current.loaded.scenario, ORGANIZATION.loaded.scenario);
    if (addition === undefined) throw new Error('nothing to add');
    session.change(addition);
    expect(session.current.loaded.scenario.readers.at(-1)?.name).toBe(id);
    expect(session.current.estimate.lines.length).toBeGreaterThan(before);
    session.change({ path: `readers.${id}.requesters`, value: '3' });
    session.change({ path: `readers.${id}`, value: '' });
    expect(session.current.plan.changes).toEqual([]);
  });

  test('twice has two names', () => {
    const session = new Session(ORGANIZATION, NONE);
    for (const name of ['splunk', 'splunk-2', 'splunk-3']) {
      const addition = additionOf('splunk', session.current.loaded.scenario, ORGANIZATION.loaded.scenario);
      expect(addition?.path).toBe(`readers.${name}`);
      if (addition !== undefined) session.change(addition);
    }
  });

  test('does not take the name of one that was taken away, which would come back with it', () => {
    const text = sampleText('organization.yaml').replace('name: analysts', 'name: splunk');
    const base = baseOf({ text, source: 'organization.yaml', given: [], firstMonth: FIRST_MONTH, book, partBudgets: [] });
    const session = new Session(base, NONE);
    session.change({ path: 'readers.splunk', value: '' });
    const addition = additionOf('splunk', session.current.loaded.scenario, base.loaded.scenario);
    expect(addition?.path).toBe('readers.splunk-2');
    if (addition !== undefined) session.change(addition);
    session.change({ path: 'readers.splunk-2', value: '' });
    expect(session.current.loaded.scenario.readers.map(({ name }) => name)).not.toContain('splunk');
  });

  test('that makes no billable read is none', () => {
    expect(additionOf('guardduty', ORGANIZATION.loaded.scenario, ORGANIZATION.loaded.scenario)).toBeUndefined();
    expect(additionOf('nobody', ORGANIZATION.loaded.scenario, ORGANIZATION.loaded.scenario)).toBeUndefined();
  });
});

describe('a session', () => {
  test('keeps the last figures where a change does not fit, and says why as the command line does', () => {
    const session = new Session(ORGANIZATION, NONE);
    session.change({ path: 'readers.siem.times', value: '2' });
    const { estimate } = session.current;
    expect(messageOf(() => session.change({ path: 'readers.siem.times', value: '5000' }))).toContain(
      '--set readers.siem.times: expected a number from 0 to 1,000 or {low, expected, high}, found 5000',
    );
    expect(session.current.estimate).toBe(estimate);
  });

  test('undoes what lasted, not each step of a slider', () => {
    const session = new Session(ORGANIZATION, NONE);
    const costs = [costOf(ORGANIZATION, planOf())];
    for (const times of ['2', '3', '4']) session.change({ path: 'readers.siem.times', value: times });
    session.settle();
    costs.push(session.current.estimate.totals['sse-kms'].expected.toFixed());
    session.change({ path: 'readers.siem', value: '' });
    session.settle();
    session.settle();
    session.undo();
    expect(session.current.estimate.totals['sse-kms'].expected.toFixed()).toBe(costs[1]);
    session.undo();
    expect(session.current.estimate.totals['sse-kms'].expected.toFixed()).toBe(costs[0]);
    expect(session.canUndo).toBe(false);
    session.undo();
    expect(session.isChanged).toBe(false);
  });

  test('too large to play with says so', () => {
    const readers = Array.from({ length: 50 }, (_, index) => `  - {name: r${index}, pattern: single, readsPerMonth: 1}`);
    const text = ['period: {start: 2026-12, months: 120}', 'bucket: {region: us-east-1}', 'readers:', ...readers].join('\n');
    expect(messageOf(() => baseOf({ text, source: 'large.yaml', given: [], firstMonth: FIRST_MONTH, book, partBudgets: [] }))).toContain(
      '50 readers and 0 trails over 120 months are too many to play with in a page',
    );
  });
});

/** Changes that fit the organization, in any order. */
const CHANGES = fc.uniqueArray(
  fc.oneof(
    fc.integer({ min: 0, max: 20 }).map((times) => `readers.siem.times=${times}`),
    fc.integer({ min: 1, max: 400 }).map((days) => `readers.athena-hunting.lookbackDays=${days}`),
    fc.constantFrom(
      'readers.athena-hunting.lookbackDays=all',
      'recording.guardDuty=true',
      'recording.paidCopies=2',
      'readers.analysts=',
      'readers.validation=',
    ),
    fc.integer({ min: -5, max: 10 }).map((growth) => `trails.org.growthPercentPerMonth==${growth}`),
    fc.integer({ min: 1, max: 900 }).map((accounts) => `trails.org.accounts=${accounts}`),
    fc.constant('readers.wazuh={name: wazuh, pattern: every-file, digests: true}'),
    fc.integer({ min: 0, max: 20_000 }).map((requests) => `freeRequestsLeft={low: 0, expected: ${requests}, high: 20000}`),
  ),
  { maxLength: 6, selector: (text) => text.slice(0, text.indexOf('=')) },
);

describe('whatever was changed', () => {
  test('the scenario as a file costs the same, and its comments stay', () => {
    fc.assert(
      fc.property(CHANGES, (texts) => {
        const plan = planOf(...texts);
        const text = scenarioText(ORGANIZATION, plan.changes);
        const again = baseOf({ text, source: 'again.yaml', given: [], firstMonth: FIRST_MONTH, book, partBudgets: [] });
        expect(costOf(again, planOf())).toBe(costOf(ORGANIZATION, plan));
        expect(text).toContain('# An organization of 100 accounts turns on SSE-KMS');
        expect(text).toContain('# the log archive account');
      }),
      { numRuns: 40 },
    );
  });

  test('a link opens the same case', () => {
    fc.assert(
      fc.property(CHANGES, fc.constantFrom('', '200', '1,500.50'), fc.option(fc.string(), { nil: undefined }), (texts, amount, other) => {
        const plan = { ...planOf(...texts), budget: { ...NONE, amount } };
        expect(linkedIn(fragmentOf(plan, NONE, other), NONE)).toEqual({ plan, text: other });
      }),
    );
  });
});

describe('a link that is not ours', () => {
  const many = Array.from({ length: 301 }, (_, index) => `set=a${index}%3D1`).join('&');

  test.each([
    ['longer than any', `set=${'a'.repeat(200_001)}`, 'is longer than a link of this page'],
    ['of too many changes', many, 'changes more than 300 fields'],
    ['without a value', 'set=readers', 'is not PATH=VALUE'],
    ['of a value that multiplies', 'set=a%3D%5B%26a%20%5B1%5D%2C%20*a%2C%20*b%5D', 'aliases'],
  ])('%s is refused in words', (_, fragment, message) => {
    expect(messageOf(() => linkedIn(fragment, NONE))).toContain(message);
  });

  test('is refused, or opens nothing that does not fit, and never fails otherwise', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webQueryParameters(),
          fc.string().map((text) => `set=${encodeURIComponent(text)}`),
        ),
        (fragment) => {
          try {
            const { plan } = linkedIn(fragment, NONE);
            plannedOf(ORGANIZATION, plan);
          } catch (error) {
            expect(error).toBeInstanceOf(TrailcostError);
          }
        },
      ),
    );
  });
});

test.each<[Parameters<typeof scaled>, ReturnType<typeof scaled>]>([
  [[5, 7, { min: 0, max: 10, whole: false, things: false }], 7],
  [[{ low: 1, expected: 2, high: 4 }, 3, { min: 0, max: 10, whole: false, things: false }], { low: 1.5, expected: 3, high: 6 }],
  [[{ low: 1, expected: 2, high: 4 }, 8, { min: 0, max: 10, whole: false, things: false }], { low: 4, expected: 8, high: 10 }],
  [[{ low: 0, expected: 0, high: 4 }, 3, { min: 0, max: 10, whole: false, things: false }], 3],
  [[{ low: 1, expected: 3, high: 5 }, 2, { min: 0, max: 10, whole: true, things: true }], { low: 1, expected: 2, high: 3 }],
])('a quantity whose expected value moves: %j is %j', (given, moved) => {
  expect(scaled(...given)).toEqual(moved);
});
