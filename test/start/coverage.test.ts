import { expect, test } from 'vitest';
import { type Coverage, coverageOf } from '../../src/start/rules/coverage.js';

test.each<[string, Coverage]>([
  ['', 'all'],
  ['AWS', 'all'],
  ['AWSLogs', 'all'],
  ['AWSLogs/', 'all'],
  ['audit/AWSLogs', 'all'],
  ['audit/AWSLogs/', 'all'],
  ['AWSLogs/o-', 'all'],
  ['AWSLogs/o-exampleorgid/', 'all'],
  ['AWSLogs/1111', 'part'],
  ['AWSLogs/111122223333', 'part'],
  ['AWSLogs/111122223333/', 'part'],
  ['AWSLogs/111122223333/Cloud', 'part'],
  ['AWSLogs/111122223333/CloudTrail', 'part'],
  ['AWSLogs/111122223333/CloudTrail/eu-west-1/', 'part'],
  ['AWSLogs/o-exampleorgid/111122223333/CloudTrail/', 'part'],
  ['AWSLogs/111122223333/CloudTrail-Digest/', 'none'],
  ['AWSLogs/111122223333/CloudTrail-Insight/', 'none'],
  ['AWSLogs/111122223333/Config/', 'none'],
  ['AWSLogs/o-exampleorgid/111122223333/vpcflowlogs/', 'none'],
  ['AWSLogs/Config/', 'none'],
  ['logs/', 'other'],
  ['MyAWSLogs/', 'other'],
  ['A/', 'other'],
])('keys that begin with %j: %s', (prefix, expected) => {
  expect(coverageOf(prefix)).toBe(expected);
});
