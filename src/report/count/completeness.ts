import { counted } from '../../base/text.js';
import type { MeasurementIncompleteness } from '../../logs/measure/completeness.js';

/** Why a measurement is not complete, in words. */
export function incompletenessText({ code, count }: MeasurementIncompleteness): string {
  switch (code) {
    case 'stopped':
      return 'stopped before the end';
    case 'files-failed':
      return counted(count, 'file failed', 'files failed');
    case 'lines-unreadable':
      return counted(count, 'unreadable line');
    case 'kms-events-absent':
      return 'no KMS events of CloudTrail files';
    case 'gaps':
      return counted(count, 'gap of a day or more', 'gaps of a day or more');
    case 'nothing-passed':
      return 'nothing passed the filters';
    case 'unclassified':
      return counted(count, 'unclassified request');
  }
}
