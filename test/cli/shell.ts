import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { globSync } from 'tinyglobby';

/** What a command gave. */
export interface Ran {
  stdout: Buffer;
  stderr: string;
  status: number;
}

/** Runs the program with these arguments. */
export type Program = (argv: readonly string[], given: { stdin: Buffer; env: Record<string, string>; cwd: string }) => Promise<Ran>;

/**
 * Runs a line of shell in which `trailcost` is a function of this process, which costs some milliseconds where a process of its own costs
 * hundreds; all other commands are left to bash. Of the grammar it knows what the transcripts use: `;`, `&&`, `|`, `<`, `>`, `NAME=value`,
 * quotes, and `*` in paths. As under `pipefail`, a pipeline fails with the last of its commands that fails.
 */
export async function shell(line: string, program: Program, cwd: string, env: Record<string, string>): Promise<Ran> {
  const all: Ran = { stdout: Buffer.alloc(0), stderr: '', status: 0 };
  for (const { text, after } of split(line, ['&&', ';'])) {
    if (after === '&&' && all.status !== 0) continue;
    const { stdout, stderr, status } = await pipeline(text, program, cwd, env);
    all.stdout = Buffer.concat([all.stdout, stdout]);
    all.stderr += stderr;
    all.status = status;
  }
  return all;
}

async function pipeline(text: string, program: Program, cwd: string, env: Record<string, string>): Promise<Ran> {
  let ran: Ran = { stdout: Buffer.alloc(0), stderr: '', status: 0 };
  for (const stage of stagesOf(text)) {
    const next = IS_OURS.test(stage) ? await ours(stage, ran.stdout, program, cwd, env) : bash(stage, ran.stdout, cwd, env);
    ran = { stdout: next.stdout, stderr: ran.stderr + next.stderr, status: next.status || ran.status };
  }
  return ran;
}

const IS_OURS = /^\s*(\w+=\S+\s+)*trailcost(\s|$)/;

/** The commands of a pipeline, those of others that follow each other as one. */
function stagesOf(text: string): string[] {
  const stages: string[] = [];
  for (const { text: stage } of split(text, ['|'])) {
    const before = stages.at(-1);
    if (before === undefined || IS_OURS.test(stage) || IS_OURS.test(before)) stages.push(stage);
    else stages[stages.length - 1] = `${before} | ${stage}`;
  }
  return stages;
}

function bash(command: string, input: Buffer, cwd: string, env: Record<string, string>): Ran {
  const { stdout, stderr, status } = spawnSync('bash', ['-o', 'pipefail', '-c', command], { cwd, env, input });
  return { stdout, stderr: stderr.toString(), status: status ?? 1 };
}

async function ours(command: string, input: Buffer, program: Program, cwd: string, env: Record<string, string>): Promise<Ran> {
  const { variables, argv, from, to } = parsed(wordsOf(command), cwd);
  const stdin = from === undefined ? input : readFileSync(resolve(cwd, from));
  const ran = await program(argv, { stdin, env: { ...env, ...variables }, cwd });
  if (to === undefined) return ran;
  writeFileSync(resolve(cwd, to), ran.stdout);
  return { ...ran, stdout: Buffer.alloc(0) };
}

interface Command {
  variables: Record<string, string>;
  argv: string[];
  from?: string;
  to?: string;
}

function parsed(words: readonly Word[], cwd: string): Command {
  const start = words.findIndex(({ text }) => text === 'trailcost');
  const command: Command = { variables: Object.fromEntries(words.slice(0, start).map(({ text }) => text.split('='))), argv: [] };
  for (let index = start + 1; index < words.length; index++) {
    const { text, isQuoted } = words[index] as Word;
    if (isQuoted) command.argv.push(text);
    else if (text === '<') command.from = words[++index]?.text ?? '';
    else if (text === '>') command.to = words[++index]?.text ?? '';
    else if (/[<>&]/.test(text)) throw new Error(`this needs a process of its own: ${text}`);
    else command.argv.push(...(text.includes('*') ? globSync(text, { cwd }).sort() : [text]));
  }
  return command;
}

interface Word {
  text: string;
  isQuoted: boolean;
}

/** The words of a command, without their quotes. */
function wordsOf(command: string): Word[] {
  return [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => ({
    text: word.replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''),
    isQuoted: /['"]/.test(word),
  }));
}

/** The parts of a text between signs that stand outside of quotes and brackets, each with the sign before it. */
function split(text: string, signs: readonly string[]): { text: string; after: string }[] {
  const parts = [{ text: '', after: '' }];
  const tokens = text.matchAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\([^)]*\)|\{[^}]*\}|&&|[\s\S]/g);
  for (const [token] of tokens) {
    if (signs.includes(token)) parts.push({ text: '', after: token });
    else (parts.at(-1) as { text: string }).text += token;
  }
  return parts;
}
