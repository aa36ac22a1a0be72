import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { workspace } from './workspace.js';

const { folder, run } = workspace();

describe('output', () => {
  test('to a file is the same as to stdout, and replaces what was there', async () => {
    writeFileSync(join(folder, 'report.json'), 'old');
    expect(await run('trailcost estimate good.yaml -o report.json')).toEqual({
      stdout: '',
      stderr: expect.stringMatching(/^trailcost: wrote report\.json \(json, \d+ lines\)\n$/),
      status: 0,
    });
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe((await run('trailcost estimate good.yaml -f json')).stdout);
  });

  test('leaves nothing behind and nothing harmed when it fails', async () => {
    writeFileSync(join(folder, 'keep.csv'), 'old');
    const before = readdirSync(folder);
    expect((await run('trailcost estimate month-13.yaml -f csv -o keep.csv')).status).toBe(2);
    expect((await run('trailcost estimate good.yaml -f csv -o missing/keep.csv')).status).toBe(2);
    expect(readFileSync(join(folder, 'keep.csv'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(before);
  });

  test('of an option given twice is the last', async () => {
    expect((await run('trailcost estimate good.yaml -f csv -f json | head -1')).stdout).toBe('{\n');
  });

  test('of FOCUS is marked with the time of the clock', async () => {
    const before = Date.now() - 1000;
    const { stdout } = await run('trailcost estimate good.yaml -f focus', { SOURCE_DATE_EPOCH: '' });
    const [row] = parse(stdout, { columns: true }) as Record<string, string>[];
    const made = Date.parse(row?.['x_ForecastGeneratedAt'] ?? '');
    expect(made).toBeGreaterThanOrEqual(before);
    expect(made).toBeLessThanOrEqual(Date.now());
  });

  test('is coloured only where that is wanted', async () => {
    const escapeCharacter = String.fromCharCode(27);
    const colored = async (flags: string, environment: Record<string, string>) =>
      (await run(`trailcost estimate good.yaml ${flags}`, environment)).stdout.includes(escapeCharacter);
    expect(await colored('', {})).toBe(false);
    expect(await colored('', { FORCE_COLOR: '1' })).toBe(true);
    expect(await colored('', { FORCE_COLOR: '0' })).toBe(false);
    expect(await colored('', { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(await colored('-f csv', { FORCE_COLOR: '1' })).toBe(false);
  });
});
