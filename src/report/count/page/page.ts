// report/count/page: a measurement as a page to look at.

import type { Measurement } from '../../../logs/measure/measurement.js';
import type { AccountNames } from '../../layout/account-names.js';
import type { PageReport } from '../../layout/html/page.js';
import { measurementDocument, nothingText } from '../document.js';
import { classFigure } from './classes.js';
import { coverageFigure } from './coverage.js';
import { hoursFigure } from './hours.js';
import { monthFigure } from './month.js';
import { readerFigure } from './readers.js';
import { measurementStats } from './stats.js';

/** A measurement as a page; where nothing was counted, why. */
export function countPage(measurement: Measurement, names: AccountNames): PageReport {
  const isNothing = nothingText(measurement) !== undefined;
  const figures = [readerFigure(measurement, names), hoursFigure(measurement), monthFigure(measurement), classFigure(measurement)];
  return {
    kind: 'count',
    document: measurementDocument(measurement),
    stats: isNothing ? [] : measurementStats(measurement),
    figures: [...(isNothing ? [] : figures), coverageFigure(measurement)].flatMap((figure) => figure ?? []),
  };
}
