import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { workspace } from './workspace.js';

const { folder, run, transcript } = workspace({ today: '2026-11-30' });

/** Each form that `init --from` takes, with its samples. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  'a listing of lines': ['s3-ls-recursive.txt'],
  'a listing as JSON': ['list-objects-v2.json'],
  'an inventory': ['inventory/manifest.json'],
  trails: ['describe-trails.json'],
  'event selectors': ['get-event-selectors.json'],
  'what the bucket is set to': ['get-bucket-encryption.json', 'get-bucket-lifecycle-configuration.json', 'get-bucket-replication.json'],
  'a plan': ['plan.json'],
  'a state': ['state.tfstate'],
  'a template': ['trail.template.yaml'],
  metrics: ['get-metric-data.json'],
  queries: ['batch-get-query-execution.json'],
};

const commandOf = (names: readonly string[]) => `trailcost init --from ${names.map((name) => `samples/start/${name}`).join(' ')}`;

transcript('init-samples', 'each form gives a scenario that says where its numbers come from', [
  ...Object.values(FORMS).map(commandOf),
  commandOf(['inventory/data.csv.gz', 'describe-trails.json', 'get-event-selectors.json', 'get-metric-data.json']),
]);

test('each sample is of a form', () => {
  const files = globSync('**', { cwd: `${folder}/samples/start`, ignore: ['README.md', 'inventory/data.csv.gz'] });
  expect(files.sort()).toEqual(Object.values(FORMS).flat().sort());
});

describe('what a form gives can be estimated', () => {
  test.each(Object.entries(FORMS))('%s', async (_, names) => {
    const { stdout, status } = await run(`${commandOf(names)} --quiet | trailcost estimate -`);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^SSE-KMS is expected to cost /);
  });
});
