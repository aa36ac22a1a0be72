/** What asks a program to end. */
export const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Commands that are over in a moment, but for what they wait for. */
const SHORT = ['estimate', 'diff', 'prices list', 'prices show', 'schema', 'completion', 'help'];
const HELP = ['--help', '-h', '--version'];

/**
 * Whether a command is so short that the system may end it at once, except where it waits, reads or writes: then it needs no thread of its
 * own, from which another one could end it.
 */
export function isShort(argv: readonly string[]): boolean {
  if (argv.length === 0 || HELP.some((word) => argv.includes(word))) return true;
  return [1, 2].some((words) => SHORT.includes(argv.slice(0, words).join(' ')));
}
