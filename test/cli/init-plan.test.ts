import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../src/scenario/load.js';
import { program } from './program.js';
import { workspace } from './workspace.js';

const NOW = () => Date.UTC(2026, 10, 30);
const { folder, transcript } = workspace({ today: '2026-11-30' });
const PLAN = readFileSync(join(folder, 'samples/start/plan.json'), 'utf8');

interface Change {
  type: string;
  change: { before: object | null; after: object | null; after_unknown: object };
}

/** The sample's plan with another before and after of some resources. */
function planned(sides: Record<string, { before?: object | null; after?: object | null; unknown?: object }>): string {
  const plan = JSON.parse(PLAN) as { resource_changes: Change[] };
  for (const { type, change } of plan.resource_changes) {
    const { before, after, unknown = {} } = sides[type] ?? {};
    if (before !== undefined) change.before = before === null ? null : { ...change.before, ...before };
    if (after === undefined) continue;
    change.after = after === null ? null : { ...change.after, ...after };
    change.after_unknown = unknown;
  }
  return JSON.stringify(plan);
}

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const TRAIL = 'aws_cloudtrail';
const SSE = 'aws_s3_bucket_server_side_encryption_configuration';
const sse = (hasBucketKey: boolean) => ({
  bucket: 'example-cloudtrail-logs',
  rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: 'aws:kms' }], bucket_key_enabled: hasBucketKey }],
});

/** Both scenarios that a plan makes, and what was said. */
async function sidesOf(plan: string, ...more: string[]) {
  writeFileSync(join(folder, 'a-plan.json'), plan);
  const [before, after] = [`before-${sides}.yaml`, `after-${sides}.yaml`];
  sides += 1;
  const argv = ['init', '--from', 'a-plan.json', '-o', after, '--before', before, ...more];
  const ran = await program(argv, { cwd: folder, now: NOW });
  const scenario = (name: string) => parseScenario(readFileSync(join(folder, name), 'utf8'), name).scenario;
  return { ...ran, read: () => ({ before: scenario(before), after: scenario(after) }), files: [before, after] };
}
let sides = 0;

transcript('init-plan', 'a plan makes two scenarios, which are compared as a guard', [
  'trailcost init --from samples/start/plan.json -o after.yaml --before before.yaml',
  'trailcost diff before.yaml after.yaml',
  'trailcost diff before.yaml after.yaml --max-increase 1 --quiet -o comment.md',
  'trailcost init --from samples/start/plan.json --quiet | grep -A 2 encryption:',
  'trailcost init --from samples/start/state.tfstate --quiet | grep -A 3 encryption:',
]);

writeFileSync(join(folder, 'plan.tfplan'), `${'PK\u0003\u0004'.padEnd(30, '\0')}tfplanUT`);
writeFileSync(join(folder, 'main.tf'), 'resource "aws_cloudtrail" "main" {\n  name = "acme-main"\n}\n');
writeFileSync(join(folder, 'old.tfstate'), '{\n  "version": 3,\n  "terraform_version": "0.11.14",\n  "modules": []\n}\n');
writeFileSync(join(folder, 'new-trail.json'), planned({ [TRAIL]: { before: null } }));
writeFileSync(join(folder, 'no-trail.json'), planned({ [TRAIL]: { after: null } }));

transcript('init-plan-bad', 'what has no two sides is refused, and nothing is written', [
  'trailcost init --from samples/start/state.tfstate --before never.yaml',
  'trailcost init --from new-trail.json --before never.yaml',
  'trailcost init --from no-trail.json --before never.yaml',
  'trailcost init --before never.yaml',
  'trailcost init --from samples/start/plan.json --before -',
  'trailcost init --from samples/start/plan.json --before good.yaml',
  'trailcost init --from samples/start/plan.json --before never.yaml -o never.yaml',
  'trailcost init --from plan.tfplan',
  'trailcost init --from main.tf',
  'trailcost init --from old.tfstate',
  'ls never.yaml 2> /dev/null',
]);

const NEVER = '2099-12-31';

describe('each side has the encryption that it has in the plan', () => {
  const keyed = { kms_key_id: KEY };
  test.each<[string, string, [before: string, after: string], [before: string | undefined, after: string | undefined], string]>([
    ['a key is put on the trail', PLAN, [NEVER, '2026-12-01'], [undefined, undefined], 'sse-kms'],
    [
      'a key is taken away',
      planned({ [TRAIL]: { before: keyed, after: { kms_key_id: '' } }, [SSE]: { after: null } }),
      ['2026-12-01', NEVER],
      [undefined, undefined],
      'sse-kms',
    ],
    ['a key stays', planned({ [TRAIL]: { before: keyed, after: keyed } }), ['2026-12-01', '2026-12-01'], [undefined, undefined], 'sse-kms'],
    [
      'the bucket gets SSE-KMS by default, and a Bucket Key',
      planned({ [TRAIL]: { after: { kms_key_id: '' } }, [SSE]: { after: sse(true) } }),
      [NEVER, '2026-12-01'],
      [undefined, undefined],
      'sse-kms-bucket-key',
    ],
    [
      'a Bucket Key is turned on',
      planned({ [TRAIL]: { before: keyed, after: keyed }, [SSE]: { before: sse(false), after: sse(true) } }),
      ['2026-12-01', '2026-12-01'],
      [NEVER, undefined],
      'sse-kms-bucket-key',
    ],
    [
      'a Bucket Key is turned off',
      planned({ [TRAIL]: { before: keyed, after: keyed }, [SSE]: { before: sse(true), after: sse(false) } }),
      ['2026-12-01', '2026-12-01'],
      [undefined, NEVER],
      'sse-kms-bucket-key',
    ],
    [
      'nothing says how the bucket encrypts',
      planned({ [TRAIL]: { after: keyed }, aws_s3_bucket: { before: null, after: null }, [SSE]: { after: null } }),
      [NEVER, '2026-12-01'],
      [undefined, undefined],
      'sse-kms',
    ],
  ])('%s', async (_, plan, switches, bucketKeys, strategy) => {
    const { status, stderr, read } = await sidesOf(plan);
    expect(status).toBe(0);
    const { before, after } = read();
    expect([before.encryption.sseKmsSince, after.encryption.sseKmsSince]).toEqual(switches);
    expect([before.encryption.bucketKeySince, after.encryption.bucketKeySince]).toEqual(bucketKeys);
    expect(stderr).toMatch(new RegExp(`to compare: trailcost diff before-\\d+\\.yaml after-\\d+\\.yaml --strategy ${strategy}\\n$`));
  });

  test('the Bucket Key that a plan turns on saves, and the one that it turns off costs', async () => {
    const costOf = async (was: boolean, is: boolean) => {
      const { files } = await sidesOf(
        planned({ [TRAIL]: { before: keyed, after: keyed }, [SSE]: { before: sse(was), after: sse(is) } }),
        '--set',
        'trails.acme-main.accounts=500',
      );
      const argv = ['diff', ...files, '--strategy', 'sse-kms-bucket-key'];
      return (await program(argv, { cwd: folder })).stdout.toString();
    };
    expect(await costOf(false, true)).toMatch(/^SSE-KMS with a Bucket Key \(not measured\) costs \$[\d.]+ less a month/);
    expect(await costOf(true, false)).toMatch(/^SSE-KMS with a Bucket Key \(not measured\) costs \$[\d.]+ more a month/);
  });
});

test('what is set is set on both sides, but the day of the switch', async () => {
  const { read } = await sidesOf(PLAN, '--set', 'trails.acme-main.accounts=7', '--set', 'encryption.sseKmsSince=2027-02-01');
  const { before, after } = read();
  expect([before.trails[0]?.accounts, after.trails[0]?.accounts]).toEqual([7, 7]);
  expect([before.encryption.sseKmsSince, after.encryption.sseKmsSince]).toEqual([NEVER, '2027-02-01']);
});

test('what there is today does not hide what the plan makes of it', async () => {
  const today = ['describe-trails.json', 'get-bucket-encryption.json'].flatMap((name) => ['--from', `samples/start/${name}`]);
  writeFileSync(join(folder, 'a-plan.json'), PLAN);
  const argv = ['init', ...today, '--from', 'a-plan.json', '-o', 'is.yaml', '--before', 'was.yaml'];
  expect((await program(argv, { cwd: folder, now: NOW })).status).toBe(0);
  const daysOf = (name: string) => parseScenario(readFileSync(join(folder, name), 'utf8'), name).scenario.encryption.sseKmsSince;
  expect([daysOf('was.yaml'), daysOf('is.yaml')]).toEqual([NEVER, '2026-12-01']);
});

test('a listing beside the plan is of both sides', async () => {
  const { read } = await sidesOf(PLAN, '--from', 'samples/start/s3-ls-recursive.txt');
  const { before, after } = read();
  expect(before.trails).toEqual(after.trails);
  expect(before.trails[0]).toHaveProperty('logFilesPerAccountMonth');
});

test('a state as Terraform keeps it gives what its own JSON gives', async () => {
  const state = JSON.parse(readFileSync(join(folder, 'samples/start/state.tfstate'), 'utf8')) as {
    resources: { type: string; name: string; mode: string; instances: { attributes: object }[] }[];
  };
  const resources = state.resources.flatMap(({ type, name, mode, instances }) =>
    instances.map(({ attributes }) => ({ address: `${type}.${name}`, type, name, mode, values: attributes })),
  );
  writeFileSync(join(folder, 'shown.json'), JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } }));
  const made = async (name: string) => {
    const { stdout } = await program(['init', '--from', name], { cwd: folder, now: NOW });
    return stdout.toString().replaceAll(name, 'X').replaceAll('terraform show (state)', 'Terraform state');
  };
  expect(await made('samples/start/state.tfstate')).toBe(await made('shown.json'));
});
