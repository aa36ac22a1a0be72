import type { Uncounted } from '../../reconciliation/expected.js';

/** What a measurement did not count, as a warning. */
export function uncountedText({ code, count }: Uncounted): string {
  switch (code) {
    case 'stopped':
      return 'The count was stopped before its end: the bill has more than it.';
    case 'files-failed':
      return `Of the log files ${count} failed: what they hold is not counted.`;
    case 'lines-unreadable':
      return `Of the logs ${count} lines were unreadable: what they hold is not counted.`;
    case 'filtered-out':
      return `The count left ${count} requests out by its filters: the bill has them.`;
  }
}
