import { Document, isMap, isScalar } from 'yaml';
import { counted } from '../../base/text.js';
import { Fitting } from './fitting.js';
import type { Measurement } from './measurement.js';
import { assertProjectable, type Projected, type ProjectedReader, projectedOf } from './projected.js';

/** Months that a scenario from a measurement projects. */
const MONTHS = 12;
/** Where the logs do not tell the bucket's Region. */
const ASSUMED_REGION = 'us-east-1';

/**
 * A scenario for `trailcost estimate`, as YAML with remarks: the trails and readers that a measurement shows, projected from the month
 * after it. What logs cannot tell is a value that costs least to correct, with a remark.
 *
 * @throws TrailcostError `logs-incomplete` where the logs do not tell how much was read
 */
export function scenarioText(measurement: Measurement): string {
  assertProjectable(measurement);
  const fitting = new Fitting();
  const projected = projectedOf(measurement, fitting);
  const document = new Document(fieldsOf(projected, measurement));
  document.commentBefore = headOf(measurement, fitting.cuts);
  remark(document, 'bucket', projected.regionRemark);
  remark(document, 'encryption', encryptionRemark(projected));
  remark(document, 'trails', 'archiveMonths: as far back as the reads go; set how long the bucket really keeps files.');
  projected.readers.forEach(({ reason }, index) => {
    const node = document.getIn(['readers', index]);
    if (isMap(node)) node.commentBefore = ` ${reason}`;
  });
  if (measurement.coverage.complete === false) document.commentBefore += '\n The count was stopped before its end.';
  return document.toString({ lineWidth: 120 });
}

/** The scenario's fields, without remarks. */
export function scenarioFields(measurement: Measurement) {
  return fieldsOf(projectedOf(measurement, new Fitting()), measurement);
}

function fieldsOf(
  { start, region, sseKmsSince, trails, archiveMonths, readers, paidCopies }: Projected,
  { conversion }: Pick<Measurement, 'conversion'>,
) {
  return {
    version: 1,
    name: 'measured',
    period: { start, months: MONTHS },
    bucket: { region: region ?? ASSUMED_REGION },
    encryption: { sseKmsSince: sseKmsSince ?? `${start}-01` },
    ...(trails.length === 0 ? {} : { trails: trails.map(({ name, files }) => ({ name, ...files, archiveMonths })) }),
    readers: readers.length === 0 ? [NOBODY] : readers.map(readerFields),
    ...(paidCopies === undefined ? {} : { recording: { paidCopies } }),
    ...(conversion === undefined ? {} : { currency: conversion }),
  };
}

function readerFields({ name, account, trails, pattern, fields }: ProjectedReader) {
  return { name, ...(account === undefined ? {} : { account }), ...(trails === undefined ? {} : { trails }), pattern, ...fields };
}

/** A scenario needs a reader; one that reads nothing costs nothing. */
const NOBODY = { name: 'nobody', pattern: 'single', readsPerMonth: 0 };

function headOf({ coverage, warnings }: Measurement, cuts: readonly string[]): string {
  const lines = [
    `From logs of ${coverage.firstEvent ?? 'no time'} to ${coverage.lastEvent ?? 'no time'} (UTC): ` +
      `${counted(coverage.hoursObserved, 'hour')} observed, ${counted(coverage.records, 'record')}.`,
    'Ranges come from the variation between days. Not measured, and so at their defaults: keys, free tier, growth.',
    ...cuts,
    ...warnings.map(({ message }) => `Warning: ${message}`),
  ];
  return lines.map((line) => ` ${line}`).join('\n');
}

function remark(document: Document, key: string, text: string | undefined): void {
  const keys = isMap(document.contents) ? document.contents.items.map((pair) => pair.key) : [];
  const node = keys.filter(isScalar).find(({ value }) => value === key);
  if (node !== undefined && text !== undefined) node.commentBefore = ` ${text}`;
}

function encryptionRemark({ sseKmsSince }: Projected): string {
  return sseKmsSince === undefined
    ? 'No SSE-KMS file was seen, so the switch is taken to be at the start of the period. Set the day.'
    : 'Delivery of the oldest SSE-KMS file that was seen; SSE-KMS may have been on for longer.';
}
