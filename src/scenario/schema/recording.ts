import { z } from 'zod';
import { SCENARIO_LIMITS } from '../limits.js';
import { account, name, quantity } from './fields.js';

/** Whose events the other trails, Insights, GuardDuty and consumers see. */
const COVERS = ['organization', 'key-account', 'reader-account'] as const;

/** Who charges for events that it takes. */
export const consumer = z
  .strictObject({
    name: name.describe('Name of the consumer, as reports print it; unique in this scenario.'),
    usdPerGb: quantity({ min: 0, max: 10_000 }, 'What it charges for a gigabyte (10^9 bytes) of events, in USD.').optional(),
    usdPerMillionEvents: quantity({ min: 0, max: 1e6 }, 'What it charges for a million events, in USD.').optional(),
  })
  .meta({
    title: 'consumer',
    description: 'Who charges for the events that it takes: CloudWatch Logs, a SIEM. You give its prices; no price book has them.',
  });

/** How CloudTrail records the reads. */
export const recording = z
  .strictObject({
    paidCopies: quantity(
      { min: 0, max: SCENARIO_LIMITS.paidCopies },
      'Trails, after the first free copy, that record management events and so each Decrypt. Default: 0.',
    ).default(0),
    excludeKmsEvents: z
      .boolean()
      .describe(
        'Whether these trails exclude KMS events (ExcludeManagementEventSources); then neither copies nor Insights see a Decrypt. ' +
          'Default: false.',
      )
      .default(false),
    deliveryEventsBilled: z
      .boolean()
      .describe("Whether paid copies of CloudTrail's own GenerateDataKey events are billed too; AWS does not say. Default: false.")
      .default(false),
    dataEventCopies: quantity(
      { min: 0, max: 100, things: true },
      'Trails that record S3 data events (GetObject) of the log bucket. Default: 0.',
    ).default(0),
    insightsTrails: quantity(
      { min: 0, max: 100, things: true },
      "Trails with Insights on the API error rate, which analyse each Decrypt and CloudTrail's own GenerateDataKey events. Default: 0.",
    ).default(0),
    guardDuty: z
      .boolean()
      .describe(
        'Whether GuardDuty is on where these events are: it analyses management events, excluded from trails or not. ' +
          'If absent it is taken as false, and a warning says what it would add.',
      )
      .optional(),
    covers: z
      .enum(COVERS)
      .describe(
        'Whose events the other trails, Insights, GuardDuty and consumers see. A read from another account than the ' +
          "key's is recorded in both accounts: `organization` sees it twice, `key-account` and `reader-account` once.",
      )
      .optional(),
    consumers: z
      .array(consumer)
      .max(20)
      .describe('Who takes the events of a trail and charges by their volume or number: CloudWatch Logs, a SIEM. Default: nobody.')
      .default([]),
    account: account.describe("The trail owner's account, 12 digits in quotes. Default: the bucket's account.").optional(),
  })
  .describe('How CloudTrail records the reads and their Decrypts, and who charges for that.');
