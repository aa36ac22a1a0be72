import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../src/scenario/load.js';
import { program } from './program.js';
import { workspace } from './workspace.js';

const { folder, transcript } = workspace();
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

transcript('init-from-bad', 'what no scenario can be made from is refused with what to give', [
  'trailcost init --from other.json',
  'trailcost init --from good.yaml',
  'trailcost init --from samples/bill/made-cur.csv',
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

test('the order of the files changes nothing but what they are called', async () => {
  const files = ['describe-trails.json', 'get-event-selectors-advanced.json', 'get-bucket-encryption.json', 's3-ls-recursive.txt'];
  const [one, other] = [await scenarioFrom(...files), await scenarioFrom(...files.toReversed())];
  expect(other.scenario).toEqual(one.scenario);
});
