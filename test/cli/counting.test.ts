import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { decrypt, fileKey, roleIdentity } from '../logs/built.js';
import { program } from './program.js';
import { DAY, LOG, workspace } from './workspace.js';

const { folder, run, runProcess } = workspace();

interface Measured {
  coverage: { complete: boolean; filesRead: number };
  kmsRequests: { billable: number };
  warnings: { code: string }[];
}

describe('a count', () => {
  const counted = async (flags: string) => JSON.parse((await run(`trailcost count ${flags} -f json`)).stdout) as Measured;

  test('says nothing on standard error where that is no terminal', async () => {
    expect(await run('trailcost count samples/trail samples/access-logs -q -o report.txt')).toEqual({ stdout: '', stderr: '', status: 0 });
  });

  test('of standard input is that of the file', async () => {
    expect((await counted(`- < ${DAY}/${LOG}`)).kmsRequests).toEqual((await counted(`${DAY}/${LOG}`)).kmsRequests);
    expect((await counted(`- ${DAY}/${LOG} < mixed/log.json.gz`)).coverage).toMatchObject({ records: 16, duplicates: 6 });
  });

  test('that is stopped gives what was counted until then, and says so', async () => {
    const before = readdirSync(folder);
    let underway = new AbortController();
    let time = 0;
    const flags = ['count', 'samples/trail', '-f', 'json', '--trace', 'stop.csv', '--scenario', 'stop.yaml'];
    const { status, stdout, stderr } = await program(flags, {
      cwd: folder,
      // Enough for the progress to be told each time, which is when something was counted.
      now: () => {
        time += 1000;
        return time;
      },
      interruptible(work) {
        underway = new AbortController();
        return work(underway.signal);
      },
      onProgress(done) {
        if (done !== undefined) underway.abort();
      },
    });
    const { coverage, warnings } = JSON.parse(stdout.toString()) as Measured;
    expect([status, stderr]).toEqual([
      130,
      expect.stringMatching(
        new RegExp(
          '^trailcost: wrote stop\\.csv\ntrailcost: wrote stop\\.yaml \\(\\d+ lines\\)\n' +
            'trailcost: stopped after \\d+ files: the result is what was counted before that\n$',
        ),
      ),
    ]);
    expect(coverage.complete).toBe(false);
    expect(coverage.filesRead).toBeGreaterThan(0);
    expect(coverage.filesRead).toBeLessThan((await counted('samples/trail')).coverage.filesRead);
    expect(warnings.map(({ code }) => code)).toContain('stopped');
    expect(readdirSync(folder).filter((name) => !before.includes(name))).toEqual(['stop.csv', 'stop.yaml']);
    expect(readFileSync(join(folder, 'stop.yaml'), 'utf8')).toContain('stopped before its end');
    for (const name of ['stop.csv', 'stop.yaml']) rmSync(join(folder, name));
  });

  test('leaves nothing behind when it fails', async () => {
    const before = readdirSync(folder);
    expect((await run('trailcost count missing --trace trace.csv')).status).toBe(2);
    expect((await run('trailcost count s3://example --endpoint http://127.0.0.1:9 --trace trace.csv --scenario new.yaml')).status).toBe(2);
    expect((await run('trailcost count mixed --trace nothing')).status).toBe(2);
    expect((await run('trailcost count mixed --since 2026-13-01 --trace trace.csv')).status).toBe(2);
    expect(readdirSync(folder)).toEqual(before);
    expect(readdirSync(join(folder, 'nothing'))).toEqual([]);
  });

  test('traces objects whose names hold what some take for the end of a line', async () => {
    const key = `AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/02/a\u2028b\u2029c_CloudTrail_x.json.gz`;
    const record = decrypt({ id: 'odd', ms: Date.UTC(2026, 10, 2), key, identity: roleIdentity({ role: 'siem', session: 's' }) });
    writeFileSync(
      join(folder, 'odd.json'),
      JSON.stringify({ Records: [record, record].map((each, index) => ({ ...each, sharedEventID: `${index}` })) }),
    );
    expect(await run('trailcost count odd.json --trace odd.csv -q -o report.txt')).toEqual({ stdout: '', stderr: '', status: 0 });
    const rows = parse(readFileSync(join(folder, 'odd.csv')), { columns: true }) as { object: string }[];
    expect(rows.map(({ object }) => object.endsWith('/a?b?c_CloudTrail_x.json.gz'))).toEqual([true, true]);
  });

  test('writes no two outputs to one file, however it is spelt', async () => {
    expect((await run('trailcost count mixed --output both.txt --trace ./both.txt')).stderr).toContain('is used for two outputs');
  });

  test.each(['overwritten', "'overwritten/*.gz'"])('of %s overwrites no log', async (path) => {
    mkdirSync(join(folder, 'overwritten'), { recursive: true });
    const log = join(folder, 'overwritten', 'log.json.gz');
    writeFileSync(log, readFileSync(join(folder, 'mixed', 'log.json.gz')));
    for (const flag of ['--output', '--scenario', '--trace'])
      expect((await run(`trailcost count ${path} ${flag} overwritten/log.json.gz`)).status).toBe(2);
    expect(readFileSync(log)).toEqual(readFileSync(join(folder, 'mixed', 'log.json.gz')));
  });

  test('traces each billable request to its record', async () => {
    await run('trailcost count samples/trail --trace trace.csv -o report.txt');
    const rows = parse(readFileSync(join(folder, 'trace.csv')), { columns: true }) as Record<string, string>[];
    expect(rows.length).toBe((await counted('samples/trail')).kmsRequests.billable);
    for (const row of rows.filter((_, index) => index % 50 === 0)) {
      const { Records: records } = JSON.parse(gunzipSync(readFileSync(join(folder, row['file'] ?? ''))).toString()) as {
        Records: { eventID: string; eventTime: string }[];
      };
      const index = Object.entries(row).find(([column]) => column.startsWith('record'))?.[1];
      expect(records[Number(index)]).toMatchObject({ eventID: row['event_id'], eventTime: row['time'] });
    }
  });

  test('of names that are made to harm shows none of their signs', async () => {
    const harm = '\u001b[31m\u202e\n\u0085';
    const read = (name: string, number: number) =>
      decrypt({
        id: `${name} ${number}`,
        ms: Date.UTC(2026, 10, 2),
        key: `${name}/${fileKey({ ms: Date.UTC(2026, 10, 2), unique: `f${number}` })}`,
        bucket: `=${harm}`,
        trail: harm,
        identity: roleIdentity({ role: name, session: harm }),
        extra: { eventID: name },
      });
    mkdirSync(join(folder, 'harm'));
    const text = JSON.stringify({ Records: [`=1+1${harm}`, '=1+1', '@SUM(1)', `\t=1${harm}`].map(read) });
    writeFileSync(join(folder, 'harm', `=1${harm}.json`), text);
    writeFileSync(join(folder, 'harm', `broken ${harm}.json`), text.slice(1));
    writeFileSync(join(folder, 'harm', `cut ${harm}.json`), text.slice(0, 50));
    const { stdout, stderr, status } = await run('trailcost count harm --trace harm.csv -q');
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toContain('4 billable');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    expect(Math.max(...stdout.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
    const trace = readFileSync(join(folder, 'harm.csv'), 'utf8');
    expect(trace.replaceAll('\r\n', '')).not.toMatch(/\p{C}/u);
    const cells = (parse(trace) as string[][]).flat();
    expect(cells.length).toBe(5 * 9);
    for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    expect(runProcess(`trailcost count ${"$'harm/=1\\e[31m\u202e\\n\u0085.json'"} missing$'\\e[31m'`).stderr).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe('a count that counts nothing ends with 4 and says what was there instead', () => {
  const read = (name: string, accountId: string) => ({
    ...decrypt({
      id: name,
      ms: Date.UTC(2026, 10, 2),
      key: fileKey({ ms: Date.UTC(2026, 10, 2), unique: name }),
      identity: roleIdentity({ role: name, session: 'x', account: accountId }),
    }),
  });
  mkdirSync(join(folder, 'some'));
  writeFileSync(join(folder, 'some', 'log.json'), JSON.stringify({ Records: [read('siem', '444455556666')] }));
  writeFileSync(join(folder, 'none.json'), '{"Records": []}');

  test.each<[string, string]>([
    ['mixed/notes.txt', 'No CloudTrail log file and no S3 access log was read. Found instead: 1 file that is not a log.'],
    ['mixed/truncated.json.gz', 'Found instead: 1 file failed (truncated: the gzip data stops too early).'],
    ['- < /dev/null', 'Found instead: 1 file failed (is empty).'],
    ['none.json', 'No record was read. Found instead: 1 log file without records.'],
    ['none.json mixed/notes.txt', 'No record was read. Found instead: 1 log file without records, 1 file that is not a log.'],
    ['some --account 123456789012', 'Nothing here is paid by account 123456789012; payers in these logs: 444455556666.'],
    ['samples/trail --account 123456789012', 'payers in these logs: 111122223333, 444455556666.'],
    ['some --bucket lake', 'Nothing here is about bucket lake; buckets with CloudTrail files: example-trail-logs.'],
    ['some --region eu-west-1', 'The only request or read did not pass the filters. These logs have: Regions us-east-1;'],
    ['samples/trail --since 2027-01-01', 'Found instead: 7 days of files outside --since and --until.'],
  ])('count %s', async (flags, why) => {
    const { stdout, stderr, status } = await run(`trailcost count ${flags}`);
    expect(status).toBe(4);
    expect(stdout).toMatch(/^Nothing counted: /);
    expect(stderr.split('\n')).toEqual([expect.stringMatching(/^trailcost: nothing was counted\. /), '']);
    expect(stderr).toContain(why);
    expect((JSON.parse((await run(`trailcost count ${flags} -f json`)).stdout) as { kind: string }).kind).toBe('measurement');
  });

  test('and writes no scenario', async () => {
    const { stderr, status } = await run('trailcost count some --account 123456789012 --scenario no.yaml -q -o report.txt');
    expect([status, stderr]).toEqual([4, expect.stringMatching(/^trailcost: nothing was counted, so no scenario was written\. /)]);
    expect(readdirSync(folder)).not.toContain('no.yaml');
  });

  test.each(['some', 'some --account 444455556666 --account 123456789012', 'some --bucket example-trail-logs'])(
    'and one that counts something does not: count %s',
    async (flags) => {
      expect(await run(`trailcost count ${flags} -q -o report.txt`)).toEqual({ stdout: '', stderr: '', status: 0 });
    },
  );
});
