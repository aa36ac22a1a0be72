import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addFailure, addIntake, countersOf, type Intake, nothingRead } from '../../../src/logs/read/keep/intake.js';

const count = fc.nat(1000);
const names = fc.uniqueArray(fc.string({ maxLength: 3 }), { maxLength: 4 });
const slots = fc.uniqueArray(fc.nat(50), { maxLength: 4 }).map((list) => new Set(list));

/** What some files gave. */
const intakes: fc.Arbitrary<Intake> = fc
  .record({
    filesRead: count,
    records: count,
    kmsRecords: count,
    duplicates: count,
    firstEvent: fc.oneof(count, fc.constant(Number.POSITIVE_INFINITY)),
    lastEvent: fc.oneof(count, fc.constant(Number.NEGATIVE_INFINITY)),
    accounts: names.map((list) => new Set(list)),
    deliverySlots: slots,
    logFilesOfDays: fc.uniqueArray(fc.tuple(fc.nat(9), count), { selector: ([day]) => day }).map((days) => new Map(days)),
    skipped: names,
    failures: names.map((files) => files.map((file) => ({ file, reason: 'is empty' }))),
  })
  .map((given) => ({ ...nothingRead(), ...given }));

const plus = (...parts: Intake[]) => {
  const whole = nothingRead();
  for (const part of parts) addIntake(whole, structuredClone(part));
  return whole;
};

describe('what was read adds up', () => {
  test('in whatever portions', () => {
    fc.assert(
      fc.property(intakes, intakes, intakes, (one, other, third) => {
        expect(plus(plus(one, other), third)).toEqual(plus(one, plus(other, third)));
      }),
    );
  });

  test('nothing adds nothing, and a message carries all of it', () => {
    fc.assert(
      fc.property(intakes, (one) => {
        expect(plus(one, nothingRead())).toEqual(one);
        expect(plus(nothingRead(), one)).toEqual(one);
        expect(structuredClone(one)).toEqual(one);
      }),
    );
  });

  test('each field in its own way', () => {
    const one = { ...nothingRead(), records: 2, firstEvent: 5, lastEvent: 9, regions: new Set(['a']), logFilesOfDays: new Map([[1, 3]]) };
    const other = { ...nothingRead(), records: 3, firstEvent: 4, lastEvent: 8, regions: new Set(['b']), logFilesOfDays: new Map([[1, 4]]) };
    expect(plus(one, other)).toMatchObject({ records: 5, firstEvent: 4, lastEvent: 9 });
    expect([...plus(one, other).regions]).toEqual(['a', 'b']);
    expect([...plus(one, other).logFilesOfDays]).toEqual([[1, 7]]);
  });

  test('of more than a thousand names the first are kept; all are counted', () => {
    const many = nothingRead();
    for (let number = 0; number < 700; number += 1) addFailure(many, { file: `${number}`, reason: 'is empty' });
    const whole = plus(many, many);
    expect([whole.filesFailed, whole.failures.length, whole.failures.at(-1)?.file]).toEqual([1400, 1000, '299']);
    for (let number = 0; number < 2; number += 1) addFailure(whole, { file: 'x', reason: 'is empty' });
    expect([whole.filesFailed, whole.failures.length]).toEqual([1402, 1000]);
  });

  test('coverage shows the counters in their order', () => {
    expect(Object.keys(countersOf(nothingRead())).slice(0, 4)).toEqual(['filesRead', 'filesFailed', 'filesSkipped', 'logFiles']);
    expect(Object.keys(countersOf(nothingRead()))).not.toContain('kmsRecords');
  });
});
