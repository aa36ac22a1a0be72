import { group } from 'd3-array';
import { type Decimal, sum, ZERO } from '../../../base/decimal.js';
import type { Charge } from '../../../model/charges.js';
import type { Estimate } from '../../../model/estimate.js';
import type { Line } from '../../../model/lines.js';
import { addedShares } from '../../../model/shares.js';
import { KMS_STRATEGIES, STRATEGIES, type Strategy } from '../../../model/strategies.js';
import { readerText } from '../../layout/wording.js';
import { FORMAT, formulaCell, letterOf, type Sheet, textCell, totalRow } from '../../layout/workbook/cells.js';
import { requestPayer } from '../tables.js';
import { sumOfLines } from './lines-sheet.js';

/** A column of figures of each reader: by formula from the lines, and by its value. */
interface Figure {
  title: string;
  format: string;
  formula(row: number, reader: string, lineCount: number): string;
  result(own: readonly Line[]): Decimal;
}

const REQUESTS = KMS_STRATEGIES.map((strategy) => sumFigure(`KMS requests, ${strategy}`, 'quantity', strategy, 'kms-requests'));
const COSTS = STRATEGIES.map((strategy) => sumFigure(strategy, 'cost', strategy));
const DIFFERENCES = KMS_STRATEGIES.map((strategy): Figure => {
  const costIn = (own: readonly Line[], of: Strategy) => COSTS[STRATEGIES.indexOf(of)]?.result(own) ?? ZERO;
  return {
    title: `${strategy}, more than sse-s3`,
    format: FORMAT.money,
    formula: (row) => `${costColumn(strategy)}${row}-${costColumn('sse-s3')}${row}`,
    result: (own) => costIn(own, strategy).minus(costIn(own, 'sse-s3')),
  };
});
const FIRST_FIGURE = 2;
const FIGURES: readonly Figure[] = [...REQUESTS, ...COSTS, ...DIFFERENCES];

function costColumn(strategy: Strategy): string {
  return letterOf(FIRST_FIGURE + REQUESTS.length + STRATEGIES.indexOf(strategy));
}

function sumFigure(title: string, column: 'quantity' | 'cost', strategy: Strategy, charge?: Charge): Figure {
  return {
    title,
    format: column === 'cost' ? FORMAT.money : FORMAT.count,
    formula: (_, reader, lineCount) => sumOfLines(column, { strategy, reader, ...(charge === undefined ? {} : { charge }) }, lineCount),
    result: (own) =>
      sum(
        own
          .filter((line) => line.strategy === strategy && (charge === undefined || line.charge === charge))
          .map((line) => line[column].expected),
      ),
  };
}

/** Each reader over the period: requests, cost under each strategy, what it adds to SSE-S3; most expensive first. */
export function readersSheet({ lines, currency }: Estimate): Sheet {
  const linesOf = group(lines, ({ reader }) => reader);
  const readers = addedShares(lines, 'reader').map(({ name }) => ({ name, own: linesOf.get(name) ?? [] }));
  const rows = readers.map(({ name, own }, index) => {
    const row = index + 2;
    const reader = name === '' ? '""' : `$A${row}`;
    return [
      textCell(readerText(name)),
      textCell(requestPayer(name, lines)),
      ...FIGURES.map(({ formula, result, format }) => formulaCell(formula(row, reader, lines.length), result(own), format)),
    ];
  });
  const results = FIGURES.map(({ result }) => sum(readers.map(({ own }) => result(own))));
  return {
    name: 'readers',
    header: [`reader (cost in ${currency})`, 'requests paid by', ...FIGURES.map(({ title }) => title)],
    widths: [30, 18, ...FIGURES.map(() => 20)],
    filteredRows: rows.length,
    rows: [...rows, totalRow([undefined, undefined, ...results], rows.length, ['', '', ...FIGURES.map(({ format }) => format)])],
  };
}
