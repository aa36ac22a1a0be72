import { escaped } from '../base/cleaned.js';
import { messageOf, TrailcostError } from '../base/errors.js';
import { type Io, note } from './io.js';

/** Exit codes of every command; each is given in one place. */
export const EXIT = { done: 0, unexpected: 1, badInput: 2, overBudget: 3, incomplete: 4, interrupted: 130 } as const;

/** More than a person reads at once. */
const MOST_PROBLEMS = 20;

/** Says on stderr what went wrong and returns the exit code. Bad input is explained; anything else is a defect of ours and says so. */
export function reportError(error: unknown, io: Io, debug: boolean): number {
  if (error instanceof Error && error.name === 'AbortError') {
    note('stopped before the end: there is no result', io);
    return EXIT.interrupted;
  }
  const isBadInput = error instanceof TrailcostError;
  const lines = isBadInput ? problemLines(error) : defectLines(error);
  if (debug && error instanceof Error) lines.push(error.stack ?? '');
  io.stderr.write(`${escaped(lines.join('\n'))}\n`);
  return isBadInput ? EXIT.badInput : EXIT.unexpected;
}

/** The exit code of a result that is there: under `--strict` it has to be complete, and what it lacks is said. */
export function strictly(strict: boolean, reasons: readonly string[], io: Io): number {
  if (!strict || reasons.length === 0) return EXIT.done;
  note(`incomplete, and --strict was given: ${reasons.join(', ')}`, io);
  return EXIT.incomplete;
}

function problemLines({ code, problems }: TrailcostError): string[] {
  const lines = problems.slice(0, MOST_PROBLEMS).map((problem) => `trailcost: ${new TrailcostError(code, problem).message}`);
  const more = problems.length - lines.length;
  return more > 0 ? [...lines, `trailcost: and ${more} more problems`] : lines;
}

function defectLines(error: unknown): string[] {
  return [`trailcost: unexpected: ${messageOf(error)}`, '  This is a defect in trailcost. Please report it with what `--debug` adds.'];
}
