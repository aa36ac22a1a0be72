import { expect, test } from 'vitest';
import { program } from './program.js';

test('a folder of logs in the place of a bill is said one time, with the command that reads it', async () => {
  const { stderr, status } = await program(['bill', 'trail'], { cwd: new URL('../../samples/', import.meta.url).pathname });
  expect(stderr.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^trailcost: trail\/AWSLogs\/\S+\.json\.gz: and 425 more files are log files of CloudTrail, not a bill$/),
    expect.stringMatching(/^ {2}`trailcost count` counts the requests in log files\. /),
  ]);
  expect(status).toBe(2);
});
