import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { workspace } from './workspace.js';

const { folder, run } = workspace();

/** Words as typed, the last one not yet finished, and what it may become. */
const TYPED: [words: string[], completions: string[]][] = [
  [['est'], ['estimate']],
  [
    ['prices', ''],
    ['check', 'fetch', 'import', 'list', 'show'],
  ],
  [['--quiet', 'prices', 'sh'], ['show']],
  [['estimate', '--form'], ['--format']],
  [
    ['estimate', 'good.yaml', '--format', ''],
    ['csv', 'focus', 'html', 'json', 'markdown', 'table', 'xlsx'],
  ],
  [['estimate', '-f', 'c'], ['csv']],
  [['count', '--format', 'x'], ['xlsx']],
  [['what-if', '--strategy', 'sse-kms-'], ['sse-kms-bucket-key']],
  [['init', '--sample', 'o'], ['organization']],
  [
    ['completion', ''],
    ['bash', 'fish', 'zsh'],
  ],
  [['prices', 'show', '--js'], ['--json']],
  [['--no'], ['--no-color']],
];

const ran = (shell: string, args: readonly string[]) => spawnSync(shell, args, { encoding: 'utf8' });
const has = (shell: string) => ran(shell, ['--version']).status === 0;

async function scriptOf(shell: string): Promise<string> {
  const { stdout, stderr, status } = await run(`trailcost completion ${shell}`);
  expect([stderr, status]).toEqual(['', 0]);
  const path = join(folder, `completion.${shell}`);
  writeFileSync(path, stdout);
  expect(stdout).not.toMatch(/undefined|\[object/);
  return path;
}

const QUOTED = (word: string) => `'${word}'`;
const lines = (text: string) => text.split('\n').filter((line) => line !== '');

describe('bash', () => {
  const completed = async (words: readonly string[]) => {
    const call = `source ${await scriptOf('bash')}
COMP_WORDS=(trailcost ${words.map(QUOTED).join(' ')}); COMP_CWORD=${words.length}; _trailcost; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = ran('bash', ['--norc', '-c', call]);
    expect(stderr).toBe('');
    return lines(stdout).sort();
  };

  test.each(TYPED)('completes %j', async (words, completions) => {
    expect(await completed(words)).toEqual(completions);
  });

  test.each<[string[], string[]]>([
    [
      ['estimate', '--format', '='],
      ['csv', 'focus', 'html', 'json', 'markdown', 'table', 'xlsx'],
    ],
    [['estimate', '--format', '=', 'c'], ['csv']],
  ])('completes %j, which it takes apart', async (words, completions) => {
    expect(await completed(words)).toEqual(completions);
  });

  test('leaves files to the shell', async () => {
    for (const words of [
      ['estimate', ''],
      ['estimate', '-o', ''],
      ['count', '--since', ''],
    ])
      expect(await completed(words)).toEqual([]);
  });
});

describe('zsh', () => {
  // What compinit and the completion system have, as far as the script calls them.
  const SYSTEM = `compdef() { :; }
compadd() { shift; printf '%s\\n' "$@"; }
_files() { print FILES; }
_describe() { printf '%s\\n' "\${\${(@P)4}[@]%%:*}"; }
compset() { PREFIX=\${PREFIX#*=}; }
`;

  test.skipIf(!has('zsh')).each(TYPED)('completes %j', async (words, completions) => {
    const call = `${SYSTEM}source ${await scriptOf('zsh')}
words=(trailcost ${words.map(QUOTED).join(' ')}); CURRENT=${words.length + 1}; PREFIX=${QUOTED(words.at(-1) ?? '')}; _trailcost`;
    const { stdout, stderr } = ran('zsh', ['-f', '-c', call]);
    expect(stderr).toBe('');
    const fitting = lines(stdout).filter((line) => line.startsWith(words.at(-1) ?? ''));
    expect(fitting.sort()).toEqual(completions);
  });
});

describe('fish', () => {
  test.skipIf(!has('fish')).each(TYPED)('completes %j', async (words, completions) => {
    const call = `source ${await scriptOf('fish')}; complete -C ${QUOTED(['trailcost', ...words].join(' '))}`;
    const { stdout, stderr } = ran('fish', ['--no-config', '-c', call]);
    expect(stderr).toBe('');
    expect(lines(stdout).map((line) => line.split('\t')[0])).toEqual(completions);
  });
});

test.each(['bash', 'zsh', 'fish'])('the script for %s has every command and option', async (shell) => {
  const { stdout } = await run(`trailcost completion ${shell}`);
  const all = COMMANDS.flatMap((command) => [command, ...(command.commands ?? [])]);
  for (const { name, declaration } of all) {
    expect(stdout).toContain(name);
    for (const option of Object.keys(declaration.options ?? {}))
      expect(stdout).toContain(shell === 'fish' ? `-l ${option}` : `--${option}`);
  }
});
