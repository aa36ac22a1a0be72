import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../../src/model/estimate.js';
import { explainReport } from '../../../src/report/estimate/explain.js';
import { estimateOf, SAMPLES, sampleEstimate } from '../../support.js';

const linesOf = (text: string) => text.trimEnd().split('\n');

function hasLine({ lines }: Estimate, words: readonly string[]): boolean {
  return lines.some(({ strategy, month, charge, reader }) => words.every((word) => [strategy, month, charge, reader].includes(word)));
}

describe.each(SAMPLES)('%s', (sample) => {
  const estimate = sampleEstimate(sample);
  const last = estimate.totals['sse-s3'].months.at(-1)?.month ?? '';
  const readers = [...new Set(estimate.lines.map(({ reader }) => reader))].filter((reader) => reader !== '');
  const charges = [...new Set(estimate.lines.map(({ charge }) => charge))];

  test('an explanation fits a screen of 24 lines with the prompt after it, whatever it is of', () => {
    const asked = [[], [last], ...[...readers, ...charges].flatMap((name) => [[name], [name, 'sse-kms-bucket-key'], [name, last]])];
    for (const words of asked.filter((each) => hasLine(estimate, each))) {
      const lines = linesOf(explainReport(estimate, words));
      expect(lines.length, words.join()).toBeLessThanOrEqual(23);
      expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
    }
  });

  test('the most expensive line', async () => {
    await expect(explainReport(estimate, [])).toMatchFileSnapshot(`../../golden/${sample.replace(/\.\w+$/, '')}.explained.txt`);
  });
});

describe('what is said of a line', () => {
  const TRAIL = { name: 'org', logFilesPerMonth: 1_000_000, archiveMonths: 1 };
  const SIEM = { name: 'siem', pattern: 'every-file' };
  const KEY = { sseKmsSince: 'always', bucketKeyReduction: 0.9, bucketKeyWriteMinutes: 60, bucketKeyReadMinutes: 60 };
  const said = (given: object, ...words: string[]) =>
    linesOf(explainReport(estimateOf({ encryption: KEY, trails: [TRAIL], readers: [SIEM], ...given }), words));

  test('the figure first, then its equations, the other strategies and the other lines', () => {
    expect(said({}, 'siem')).toEqual([
      'KMS requests of siem cost $3.00 in 2026-12 with SSE-KMS.',
      '',
      'Log files of org in 2026-12 = log files a month = 1,000,000',
      'Reads of SSE-KMS files = files delivered × share × times',
      '  = 1,000,000 × 1 × 1 = 1,000,000',
      'KMS requests = reads of SSE-KMS files × requests for each read',
      '  = 1,000,000 × 1 = 1,000,000',
      'Cost = KMS requests × unit price = 1,000,000 × 0.000003 = 3',
      'The free tier pays none of these requests.',
      'Price: USD 0.000003 per request (confirmed by two sources, 2026-09-11).',
      '',
      'SSE-S3: no KMS requests and no key, so this costs nothing',
      'Bucket Key: × (1 − 0.9) = 100,000 requests, $0.30',
      '',
      '5 lines match; --full shows all. Another one: --explain siem,WORD with a',
      '  charge (s3-gets) or a strategy (sse-kms-bucket-key) as WORD.',
    ]);
  });

  test('one line alone has no others', () => {
    const lines = said({}, 'siem', 'sse-kms', 'kms-requests');
    expect(lines.at(-1)).toBe('Bucket Key: × (1 − 0.9) = 100,000 requests, $0.30');
  });

  test('which month was chosen', () => {
    const two = { period: { start: '2026-12', months: 2 } };
    const growing = { ...two, trails: [{ ...TRAIL, growthPercentPerMonth: 10 }] };
    expect(said(growing, 'siem')[0]).toBe('KMS requests of siem cost $3.30 in 2027-01 with SSE-KMS. 2027-01 is the most');
    expect(said(growing, 'siem')[1]).toBe('expensive month.');
    expect(said(growing, 'siem').join(' ')).toContain(' month (2026-12), ');
    expect(said(two, 'siem')[0]).toBe('KMS requests of siem cost $3.00 in 2026-12 with SSE-KMS. No month costs more.');
    expect(said(growing, 'siem', '2026-12')[0]).toBe('KMS requests of siem cost $3.00 in 2026-12 with SSE-KMS.');
  });

  test('the free tier where it pays', () => {
    const lines = said({ freeRequestsLeft: 20_000 }, 'siem');
    expect(lines.join('\n')).toContain('1,000,000 − 20,000 = 980,000');
    expect(lines).toContain('Cost = billable × unit price = 980,000 × 0.000003 = 2.94');
    expect(lines).not.toContain('The free tier pays none of these requests.');
  });

  test('a Bucket Key that saves less than its reduction, and one that saves nothing', () => {
    const few = said({ trails: [{ ...TRAIL, logFilesPerMonth: 1000 }] }, 'siem');
    expect(few.join('\n')).toContain(
      'Bucket Key: 744 requests, under $0.01; less is saved than 90%, since files are\n  older or each key takes a request',
    );
    expect(said({ encryption: { ...KEY, bucketKeyReduction: 0 } }, 'siem')).toContain('Bucket Key: the same, $3.00');
  });

  describe('what a screen has no room for', () => {
    const LARGE = {
      encryption: { ...KEY, sseKmsSince: '2026-12-15', bucketKeySince: '2027-01-10' },
      period: { start: '2026-12', months: 3 },
      trails: ['of-the-organization', 'of-the-data-lake', 'third'].map((name) => ({
        name: `events-${name}`,
        accounts: 30,
        digestRegions: 5,
      })),
      readers: [{ name: 'validation-of-the-last-quarter', pattern: 'validate', runsPerMonth: 4, lookbackDays: 90 }],
    };
    const words = ['validation-of-the-last-quarter', 'sse-kms-bucket-key', 'kms-requests'];

    test('is left out from the longest and the first equations on; the last two stay', () => {
      const lines = said(LARGE, ...words);
      expect(lines).toHaveLength(23);
      expect(lines.join('\n')).toMatch(/^Files under the Bucket Key in the window of 90 days, on average = [\d,.]+$/m);
      expect(lines.join(' ')).toMatch(/ KMS requests = requests for other reads \+ .* Cost = KMS requests × unit price = /);
      expect(lines.slice(-2).join(' ')).toBe(
        '3 lines match; --full shows all, with every equation. For another one, add a   month (2026-12, 2027-01) to --explain.',
      );
    });

    test('is there on a higher terminal, and with --debug', () => {
      const all = / files delivered by each day .* runs × log and digest files .* requesters × runs × keys /;
      for (const options of [{ rows: 60 }, { isDebug: true }]) {
        const text = explainReport(estimateOf(LARGE), words, options).replace(/\s+/g, ' ').replaceAll('(files', 'files');
        expect(text).toMatch(all);
        expect(text).not.toContain('every equation');
      }
    });

    test('but not what is charged, where a discount gives the unit price an equation', () => {
      const text = explainReport(estimateOf({ ...LARGE, discountPercent: 10 }), words).replace(/\s+/g, ' ');
      expect(text).toMatch(/ KMS requests = requests for other reads \+ .* Cost = KMS requests × unit price = /);
    });

    test('of one line alone too', () => {
      expect(said(LARGE, ...words, '2027-02').at(-1)).toBe('--full shows every equation.');
    });
  });

  test('few of many trails', () => {
    const trails = [300, 100, 200, 50].map((files) => ({ name: `t${files}`, logFilesPerMonth: files, archiveMonths: 0 }));
    expect(said({ trails }, 'siem').slice(2, 5)).toEqual([
      'Log files of t300 in 2026-12 = log files a month = 300',
      'Log files of t200 in 2026-12 = the same with other numbers = 200',
      'Files of all other trails and kinds = 150',
    ]);
  });

  test('names that a shell would take apart are in quotes', () => {
    expect(said({ readers: [{ ...SIEM, name: "the soc's" }] }, "the soc's").join('\n')).toContain(`--explain 'the soc'\\''s',WORD`);
  });

  test('numbers have two decimals or six digits, and all of them with --debug', () => {
    const given = { trails: [{ ...TRAIL, logFilesPerMonth: 1_000_000 / 7 }], readers: [{ ...SIEM, share: 1.23456789 / 3 }] };
    expect(said(given, 'siem').join('\n')).toContain('= 142,857.14 × 0.411523 × 1 = 58,788.95\n');
    const exact = explainReport(estimateOf({ encryption: KEY, ...given }), ['siem'], { isDebug: true });
    expect(exact).toContain('× 0.41152263 ×');
  });

  test('one that is longer than the terminal ends with its answer', () => {
    const estimate = estimateOf({ period: { start: '2026-12', months: 2 }, encryption: KEY, trails: [TRAIL], readers: [SIEM] });
    const answer = 'KMS requests of siem cost $3.00 in 2026-12 with SSE-KMS.';
    const text = explainReport(estimate, ['siem'], { rows: 10 });
    expect(text).toBe(`${explainReport(estimate, ['siem'])}\n${answer}\n`);
    expect(explainReport(estimate, ['siem'], { rows: 24 })).toBe(explainReport(estimate, ['siem']));
  });

  test('functions are named with --debug only', () => {
    const estimate = estimateOf({ trails: [TRAIL], readers: [SIEM] });
    for (const isFull of [false, true]) {
      expect(explainReport(estimate, ['siem'], { isFull })).not.toContain('[');
      expect(explainReport(estimate, ['siem'], { isFull, isDebug: true })).toContain('[requestsOf]');
    }
  });

  test('every line with --full', () => {
    const estimate = estimateOf({ trails: [TRAIL], readers: [SIEM] });
    const titles = linesOf(explainReport(estimate, ['siem'], { isFull: true })).filter((line) => line.includes(' · '));
    expect(titles).toHaveLength(estimate.lines.filter(({ reader }) => reader === 'siem').length);
  });
});
