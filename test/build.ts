import { execFileSync } from 'node:child_process';

/** The transcripts run what users run, the built program: never a stale one. */
export default function build(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
