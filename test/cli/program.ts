import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Program } from './shell.js';

export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export const program: Program = async (argv, { stdin, env, cwd }) => {
  const child = spawn(process.execPath, [MAIN, ...argv], { cwd, env });
  const chunks: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (x: Buffer) => chunks.push(x));
  child.stderr.on('data', (x: Buffer) => {
    stderr += x;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const status = await new Promise<number>((r) => child.on('close', (code) => r(code ?? 1)));
  return { stdout: Buffer.concat(chunks), stderr, status };
};
