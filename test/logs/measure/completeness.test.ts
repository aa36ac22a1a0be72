import { describe, expect, test } from 'vitest';
import { type MeasurementIncompleteness, measurementIncompleteness } from '../../../src/index.js';
import { incompletenessText } from '../../../src/report/count/completeness.js';
import { count, decrypt, fileKey, folders, recordsText } from '../built.js';

const temporary = folders();
const READ = decrypt({ id: 'read', ms: Date.parse('2026-11-02T05:00:00Z'), key: fileKey({ ms: Date.parse('2026-11-02T05:00:00Z') }) });
const measured = await count(temporary.with([['log.json', recordsText([READ])]]));
const nothing = await count(temporary.with([['notes.txt', 'no log']]));
const filtered = await count(temporary.with([['log.json', recordsText([READ])]]), { regions: ['eu-west-1'] });

type Measured = typeof measured;
const covering = (coverage: Partial<Measured['coverage']>): Measured => ({ ...measured, coverage: { ...measured.coverage, ...coverage } });
const gap = { from: '2026-11-03T00:00:00Z', hours: 30 };

describe('a measurement says why it is not complete', () => {
  test.each<[string, Measured, string[]]>([
    ['it is', measured, []],
    ['stopped', covering({ complete: false }), ['stopped 1']],
    ['files failed', covering({ filesFailed: 2 }), ['files-failed 2']],
    ['lines of access logs', covering({ unreadableLines: 3 }), ['lines-unreadable 3']],
    ['no KMS events', covering({ kmsEvents: 'absent' }), ['kms-events-absent 1']],
    ['no KMS events, and GETs that tell as much', { ...covering({ kmsEvents: 'absent' }), basis: 'gets' }, []],
    ['days without a file', covering({ gaps: [gap, gap] }), ['gaps 2']],
    ['nothing passed the filters', filtered, ['nothing-passed 1']],
    ['requests that fit no rule', { ...measured, kmsRequests: { ...measured.kmsRequests, unclassified: 5 } }, ['unclassified 5']],
    ['no logs at all', nothing, ['kms-events-absent 1']],
    ['filters that left out something', covering({ filteredOut: 7 }), []],
    ['two at once', covering({ filesFailed: 1, complete: false }), ['stopped 1', 'files-failed 1']],
  ])('%s', (_, measurement, reasons) => {
    expect(measurementIncompleteness(measurement).map(({ code, count: some }) => `${code} ${some}`)).toEqual(reasons);
  });

  test.each<[MeasurementIncompleteness, string]>([
    [{ code: 'files-failed', count: 1 }, '1 file failed'],
    [{ code: 'files-failed', count: 2 }, '2 files failed'],
    [{ code: 'gaps', count: 1 }, '1 gap of a day or more'],
    [{ code: 'unclassified', count: 1200 }, '1,200 unclassified requests'],
  ])('in words: %s', (reason, text) => {
    expect(incompletenessText(reason)).toBe(text);
  });
});
