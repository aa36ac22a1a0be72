// report/what-if/page: the answers of what-if as a page: a figure for each question that was asked.

import type { WhatIf } from '../../../planning/what-if.js';
import type { Figure } from '../../layout/html/figure.js';
import type { PageReport } from '../../layout/html/page.js';
import { tablesBeside } from '../../layout/parts.js';
import { judgedOf } from '../budget.js';
import { whatIfDocument } from '../document.js';
import { POINTS } from '../sweep.js';
import { adviceFigures } from './advice.js';
import { breakEvenFigures } from './break-even.js';
import { budgetFigures } from './budget.js';
import { caseFigures } from './cases.js';
import { simulationFigures } from './simulation.js';
import { whatIfStats } from './stats.js';
import { sweepFigure } from './sweep.js';
import { tornadoFigure } from './tornado.js';

/** The answers as a page. Tables with bars of their own are figures here, and these say how many of the points they show. */
export function whatIfPage(result: WhatIf): PageReport {
  const document = whatIfDocument(result);
  const figures = figuresOf(result);
  const drawn = figures.map(({ table }) => table);
  const tables = tablesBeside(document.tables, drawn).filter(({ bars }) => bars === undefined);
  const lists = document.lists.filter(({ title }) => title !== POINTS);
  return { kind: 'what-if', document: { ...document, tables, lists }, stats: whatIfStats(result), figures };
}

function figuresOf(result: WhatIf): Figure[] {
  const { asSet, cases, sweep, breakEvens, breakEvenFields, simulation, advice } = result;
  const sensitivity = result.sensitivity ?? breakEvenFields;
  return [
    ...(cases === undefined ? [] : caseFigures(result, cases)),
    ...judgedOf(result).flatMap((judged, index) => budgetFigures(judged, asSet, index)),
    ...(sweep === undefined ? [] : [sweepFigure(result, sweep)]),
    ...(breakEvens === undefined ? [] : breakEvenFigures(asSet, breakEvens)),
    ...(sensitivity === undefined || sensitivity.effects.length === 0 ? [] : [tornadoFigure(sensitivity, asSet.currency)]),
    ...(simulation === undefined ? [] : simulationFigures(result, simulation)),
    ...(advice === undefined || advice.length === 0 ? [] : adviceFigures(result, advice)),
  ];
}
