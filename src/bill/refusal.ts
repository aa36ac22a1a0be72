import { type Problem, TrailcostError } from '../base/errors.js';
import { counted, listed } from '../base/text.js';
import type { BillTally } from './summary.js';

/** Named in a message. */
const MOST_PATHS = 10;

const GIVE_A_BILL = 'Give a Cost and Usage Report, CUR 2.0 or FOCUS 1.0 to 1.2 export as CSV, gzip, zip or Parquet.';

const IS_IT_WHOLE = 'Is the file complete? Download or export it again.';

/** Names that CloudTrail gives to log and digest files. */
const LOG_NAME = /\d{12}_CloudTrail(?:-Digest)?_[^/\\]*$/;

/** What to do is said once, with the first that needs it. */
export function noBill(paths: readonly string[], { failed, unrecognised }: BillTally): TrailcostError {
  const files = [
    ...failed.map((problem) => ({ remedy: IS_IT_WHOLE, ...problem })),
    ...unrecognised.map((problem) => ({ ...(failed.length === 0 && { remedy: GIVE_A_BILL }), ...problem })),
  ];
  if (files.length === 0)
    return new TrailcostError('bill-invalid', { where: listed(paths, MOST_PATHS), what: 'has no bill in it', remedy: GIVE_A_BILL });
  const logs = files.filter(({ file }) => LOG_NAME.test(file));
  const [log] = logs;
  if (log !== undefined && logs.length === files.length) {
    const others = logs.length === 1 ? 'is a log file' : `and ${counted(logs.length - 1, 'more file')} are log files`;
    const what = `${others} of CloudTrail, not a bill`;
    return new TrailcostError('bill-invalid', {
      where: log.file,
      what,
      remedy: `\`trailcost count\` counts the requests in log files. ${GIVE_A_BILL}`,
    });
  }
  const said = new Set<string | undefined>([undefined]);
  const problems = files.map(({ file, reason, remedy }): Problem => {
    const isNew = remedy !== undefined && !said.has(remedy);
    said.add(remedy);
    return { where: file, what: reason, ...(isNew ? { remedy } : {}) };
  });
  return new TrailcostError('bill-invalid', problems);
}
