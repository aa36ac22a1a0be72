import { TrailcostError } from '../base/errors.js';
import { escaped } from '../base/text.js';

/** Exit codes of every command; each is given in one place. */
export const EXIT = { done: 0, unexpected: 1, badInput: 2, overBudget: 3, incomplete: 4, interrupted: 130 } as const;

/** More than a person reads at once. */
const MOST_PROBLEMS = 20;

/** Says on stderr what went wrong and returns the exit code. Bad input is explained; anything else is a defect of ours and says so. */
export function reportError(error: unknown, debug: boolean): number {
  const isBadInput = error instanceof TrailcostError;
  const lines = isBadInput ? problemLines(error) : defectLines(error);
  if (debug && error instanceof Error) lines.push(error.stack ?? '');
  process.stderr.write(`${escaped(lines.join('\n'))}\n`);
  return isBadInput ? EXIT.badInput : EXIT.unexpected;
}

function problemLines({ code, problems }: TrailcostError): string[] {
  const lines = problems.slice(0, MOST_PROBLEMS).map((problem) => `trailcost: ${new TrailcostError(code, problem).message}`);
  const more = problems.length - lines.length;
  return more > 0 ? [...lines, `trailcost: and ${more} more problems`] : lines;
}

function defectLines(error: unknown): string[] {
  return [
    `trailcost: unexpected: ${error instanceof Error ? error.message : String(error)}`,
    '  This is a defect in trailcost. Please report it with what `--debug` adds.',
  ];
}

/** A reader that has seen enough (`| head`) is no error. Whoever writes hears of any other failure and reports it. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
