import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseScenario } from '../../src/scenario/load.js';
import { csvOf, curTable, madeItems, parquetColumns, zipOf } from '../bill/made.mjs';
import { program } from './program.js';
import { workspace } from './workspace.js';

const { folder, transcript } = workspace({ today: '2026-11-30' });
const MADE = new URL('../start/made/', import.meta.url);
for (const name of readdirSync(MADE)) copyFileSync(new URL(name, MADE), join(folder, name));

/** Keys of a trail in two accounts and two Regions over whole weeks, three files an hour each. */
function listedKeys(days: number): string[] {
  return ['111122223333', '444455556666'].flatMap((account) =>
    ['us-east-1', 'eu-west-1'].flatMap((region) =>
      Array.from({ length: days * 24 * 3 }, (_, index) => {
        const time = new Date(Date.UTC(2026, 8, 1) + index * 20 * 60_000);
        const [day, minute] = [time.toISOString().slice(0, 10), time.toISOString().slice(0, 16).replace(/[-:]/g, '')];
        const folderOf = `AWSLogs/${account}/CloudTrail/${region}/${day.replaceAll('-', '/')}`;
        return `2026-11-25 03:39:34       1408 ${folderOf}/${account}_CloudTrail_${region}_${minute}Z_x${index}.json.gz`;
      }),
    ),
  );
}

const LISTED = listedKeys(30);
writeFileSync(join(folder, 'listing.txt'), `${LISTED.join('\n')}\n`);
writeFileSync(join(folder, 'listing.txt.gz'), gzipSync(`${LISTED.join('\n')}\n`));
writeFileSync(
  join(folder, 'table.csv'),
  `"arn","month","_col2"
"arn:aws:sts::444455556666:assumed-role/siem/i-0123","2026-09","1200"
"arn:aws:sts::444455556666:assumed-role/siem/i-0124","2026-10","1500"
"arn:aws:iam::111122223333:user/alice","2026-10","20"
`,
);
writeFileSync(join(folder, 'unclear.csv'), 'role,user_arn,month,count\nsiem,arn:aws:iam::111122223333:role/siem,2026-10,5\n');
writeFileSync(join(folder, 'timeless.csv'), 'reader,count\nsiem,5\n');
writeFileSync(join(folder, 'damaged-count.json'), '{"schemaVersion": 1, "kind": "measurement", "coverage": {}}');
writeFileSync(join(folder, 'cut.json'), readFileSync(join(folder, 'describe-trails.json'), 'utf8').slice(0, 200));
writeFileSync(join(folder, 'other.json'), '{"Reservations": []}');
writeFileSync(join(folder, 'empty.txt'), '');
writeFileSync(join(folder, 'flow.txt'), '2026-11-25 03:39:34 10 AWSLogs/111122223333/vpcflowlogs/us-east-1/2026/11/01/x.log.gz\n');
mkdirSync(join(folder, 'a-folder'));

transcript('init-from', 'what people have of a trail becomes a scenario with the origin of each number', [
  'trailcost init --from listing.txt --quiet',
  'trailcost init --from describe-trails.json get-event-selectors-advanced.json get-bucket-encryption.json --quiet',
  'trailcost init --from s3-ls-recursive.txt -o few.yaml',
  'trailcost init --from listing.txt describe-trails.json --set trails.acme-main.archiveMonths=6 -o made.yaml --quiet',
  'trailcost estimate made.yaml | head -4',
]);

transcript('init-from-counts', 'a saved count, a bill and a table of counts go with what else there is', [
  'trailcost count samples/trail samples/access-logs --format json -o count.json --scenario measured.yaml --quiet',
  'trailcost init --from count.json --quiet',
  'trailcost init --from samples/bill/made-cur.csv --quiet',
  'trailcost init --from table.csv --quiet',
  'trailcost init --from count.json listing.txt describe-trails.json table.csv samples/bill/made-cur.csv -o merged.yaml',
  'trailcost estimate merged.yaml | head -4',
  'trailcost init --from table.csv samples/bill/made-cur.csv --anonymize',
]);

transcript('init-from-bad', 'what no scenario can be made from is refused with what to give', [
  'trailcost init --from other.json',
  'trailcost init --from good.yaml',
  'trailcost init --from cut.json',
  'trailcost init --from damaged-count.json',
  'trailcost init --from unclear.csv',
  'trailcost init --from timeless.csv',
  'trailcost init --from - < samples/bill/made-cur.csv',
  'trailcost init --anonymize -o new.yaml',
  'trailcost init --from empty.txt',
  'trailcost init --from flow.txt',
  'trailcost init --from missing.json',
  'trailcost init --from a-folder',
  'trailcost init --from',
  'trailcost init --from listing.txt --sample first',
  'trailcost init --from - - < listing.txt',
]);

async function scenarioFrom(...argv: string[]) {
  const { status, stdout, stderr } = await program(['init', '--from', ...argv], { cwd: folder, now: () => Date.UTC(2026, 10, 30) });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return { text: stdout.toString(), scenario: parseScenario(stdout.toString(), 'made').scenario };
}

describe('a listing', () => {
  test('gives the files that it lists, in a month', async () => {
    const { scenario } = await scenarioFrom('listing.txt');
    const [trail] = scenario.trails;
    expect(trail?.accounts).toBe(2);
    // 72 files a day and Region, in a month of 30.4 days.
    expect(trail?.logFilesPerAccountMonth).toBeCloseTo(2 * 72 * 30.4375, 0);
  });

  test('packed, from a pipe, or twice gives the same', async () => {
    const strip = (text: string) =>
      text.replaceAll(/listing\.txt\.gz|standard input|listing\.txt(, listing\.txt\.gz)?/g, 'X').replace(/ and X/g, '');
    const plain = strip((await scenarioFrom('listing.txt')).text);
    expect(strip((await scenarioFrom('listing.txt.gz')).text)).toBe(plain);
    const piped = await program(['init', '--from', '-'], {
      cwd: folder,
      stdin: Buffer.from(`${LISTED.join('\n')}\n`),
      now: () => Date.UTC(2026, 10, 30),
    });
    expect(strip(piped.stdout.toString())).toBe(plain);
    const twice = await scenarioFrom('listing.txt', 'listing.txt.gz');
    expect(twice.scenario.trails).toEqual((await scenarioFrom('listing.txt')).scenario.trails);
  });
});

test('a template gives the trail before anything exists', async () => {
  const { scenario, text } = await scenarioFrom('trail.template.yaml');
  expect(scenario.trails.length).toBeGreaterThan(0);
  expect(scenario.encryption.sseKmsSince).toBe('2026-12-01');
  expect(text).toContain('trail.template.yaml');
});

/** What an estimate of a scenario says, from the same month on. */
async function totalsOf(file: string) {
  const text = readFileSync(join(folder, file), 'utf8');
  writeFileSync(join(folder, 'of-january.yaml'), text.replace(/start: \d{4}-\d\d$/m, 'start: 2027-01'));
  const { status, stdout, stderr } = await program(['estimate', 'of-january.yaml', '--format', 'json', '--quiet'], { cwd: folder });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { totals } = JSON.parse(stdout.toString());
  return totals;
}

beforeAll(async () => {
  const logs = ['samples/trail', 'samples/access-logs'];
  await program(['count', ...logs, '--format', 'json', '-o', 'whole.json', '--scenario', 'whole.yaml', '--quiet'], { cwd: folder });
});

describe('as good as what count and bill write themselves', () => {
  test('a saved count', async () => {
    writeFileSync(join(folder, 'from-count.yaml'), (await scenarioFrom('whole.json')).text);
    expect(await totalsOf('from-count.yaml')).toEqual(await totalsOf('whole.yaml'));
  });

  test.each(['made-cur.csv', 'made-focus.csv', 'cost-explorer.csv', 'cost-and-usage.json', 'bills-page.csv'])(
    'the bill %s',
    async (name) => {
      const bill = `samples/bill/${name}`;
      await program(['bill', bill, '--scenario', `${name}.yaml`, '--quiet'], { cwd: folder });
      writeFileSync(join(folder, 'from-bill.yaml'), (await scenarioFrom(bill)).text);
      expect(await totalsOf('from-bill.yaml')).toEqual(await totalsOf(`${name}.yaml`));
    },
  );

  test('a bill packed with gzip or in an archive, or in Parquet', async () => {
    const table = curTable(madeItems());
    writeFileSync(join(folder, 'cur.csv'), csvOf(table));
    writeFileSync(join(folder, 'cur.csv.gz'), gzipSync(csvOf(table)));
    writeFileSync(join(folder, 'cur.zip'), zipOf([['cur.csv', csvOf(table)]]));
    writeFileSync(join(folder, 'cur.parquet'), Buffer.from(parquetWriteBuffer({ columnData: parquetColumns(table) })));
    const { readers } = (await scenarioFrom('cur.csv')).scenario;
    for (const name of ['cur.csv.gz', 'cur.zip', 'cur.parquet']) {
      expect((await scenarioFrom(name)).scenario.readers).toEqual(readers);
    }
  });
});

describe('--anonymize', () => {
  const MADE_FILES = readdirSync(MADE).filter((name) => name !== 'README.md');
  const SETS = [
    ...MADE_FILES.map((name) => [name]),
    ['listing.txt', 'describe-trails.json'],
    ['table.csv'],
    ['samples/bill/made-cur.csv', 'describe-trails.json', 'describe-key.json'],
    ['describe-trails.json', 'get-event-selectors-advanced.json', 'describe-trails-shadows.json', 'table.csv'],
    ['unclear.csv', 'describe-trails.json'],
    ['whole.json', 'listing.txt', 'describe-trails.json', 'samples/bill/made-focus.csv'],
  ];
  test.each(SETS)('%s %s %s %s: no id of the files is in what is written', async (...files) => {
    const names = files.filter((file) => file !== undefined);
    const input = names.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    const ids = new Set(input.match(/(?<!\d)\d{12}(?!\d)/g));
    const { stdout, stderr } = await program(['init', '--anonymize', '--from', ...names], {
      cwd: folder,
      now: () => Date.UTC(2026, 10, 30),
    });
    const said = `${stdout}${stderr}`;
    expect(said).not.toBe('');
    expect([...ids].filter((id) => new RegExp(`(?<!\\d)${id}(?!\\d)`).test(said))).toEqual([]);
  });

  test('the estimate is the same', async () => {
    const files = ['table.csv', 'describe-trails.json', 'samples/bill/made-cur.csv'];
    const [open, closed] = [await scenarioFrom(...files), await scenarioFrom(...files, '--anonymize')];
    expect(closed.text).not.toBe(open.text);
    writeFileSync(join(folder, 'open.yaml'), open.text);
    writeFileSync(join(folder, 'closed.yaml'), closed.text);
    expect(await totalsOf('closed.yaml')).toEqual(await totalsOf('open.yaml'));
  });

  test('the order of the files changes no made id', async () => {
    const files = ['table.csv', 'describe-trails.json', 'describe-key.json'];
    const [one, other] = [await scenarioFrom(...files, '--anonymize'), await scenarioFrom(...files.toReversed(), '--anonymize')];
    expect(other.scenario).toEqual(one.scenario);
  });
});

test('the order of the files changes nothing but what they are called', async () => {
  const files = ['describe-trails.json', 'get-event-selectors-advanced.json', 'get-bucket-encryption.json', 's3-ls-recursive.txt'];
  const [one, other] = [await scenarioFrom(...files), await scenarioFrom(...files.toReversed())];
  expect(other.scenario).toEqual(one.scenario);
});
