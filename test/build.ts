import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';

/** The transcripts run what users run, the built program: never a stale one. Afterwards what the tests left in their folder goes. */
export default function build(): () => void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  const folder = tmpdir();
  return () => {
    if (basename(folder).startsWith('trailcost-test-')) rmSync(folder, { recursive: true, force: true });
  };
}
