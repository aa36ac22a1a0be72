import { grouped, listed } from '../../../base/text.js';
import { STRATEGY_NAMES, strategyName } from '../../../model/strategies.js';
import type { Effect, Sensitivity } from '../../../planning/sensitivity.js';
import { shortMoney, valueLabel } from '../../layout/chart.js';
import type { Table } from '../../layout/document.js';
import { type BarRow, barDrawing } from '../../layout/html/bars.js';
import { type Figure, legend } from '../../layout/html/figure.js';
import { together } from '../../layout/html/markup.js';
import { basisText } from '../sensitivity.js';

const [MOST_ROWS, MOST_TABLE_ROWS] = [12, 100];
const INKS = { down: 'ink-less', up: 'ink-more' };

/** What each number alone does to the period's cost of a strategy while all others are as expected. */
export function tornadoFigure({ cost, effects, strategy }: Pick<Sensitivity, 'cost' | 'effects' | 'strategy'>, currency: string): Figure {
  const expected = cost.toNumber();
  const money: Money = (value) => shortMoney(value.toNumber(), currency);
  const isVaried = effects.some(({ basis }) => basis === 'fifth');
  return {
    id: 'tornado',
    title: `What the cost of ${strategyName(strategy)} depends on most`,
    note:
      `Each number alone, from one end ${isVaried ? '' : 'of its range '}to the other; ` +
      `the line is the expected ${money(cost)} of the period.` +
      `${isVaried ? ' A number without a range was varied by about a fifth, and says so.' : ''}`,
    description: `Bars of the period's cost while one number goes from low to high, the largest first: ${listed(
      effects.map(({ path }) => path),
      MOST_ROWS,
    )}.`,
    drawing: (named) =>
      together(
        barDrawing(named, rowsOf(effects, expected, money), []),
        legend([
          { name: 'less than expected', ink: INKS.down },
          { name: 'more than expected', ink: INKS.up },
        ]),
      ),
    table: tableOf(effects, `Cost of the period under ${STRATEGY_NAMES[strategy]}, ${currency}`, money),
  };
}

type Money = (value: Effect['swing']) => string;

function rowsOf(effects: readonly Effect[], expected: number, money: Money): BarRow[] {
  const rows = effects.slice(0, MOST_ROWS).map(
    (effect): BarRow => ({
      name: effect.path,
      note: noteOf(effect),
      text: `${money(effect.low.cost)} to ${money(effect.high.cost)}`,
      bars: [effect.low, effect.high].map((end) => {
        const cost = end.cost.toNumber();
        return { from: expected, to: cost, ink: cost < expected ? INKS.down : INKS.up };
      }),
      marks: [expected],
    }),
  );
  const left = effects.length - rows.length;
  return left === 0 ? rows : [...rows, { name: `${left} more`, text: 'smaller effects', bars: [] }];
}

function tableOf(effects: readonly Effect[], title: string, money: Money): Table {
  const rows = effects.slice(0, MOST_TABLE_ROWS).map((effect) => {
    const { path, low, high } = effect;
    return [path, grouped(low.value), grouped(high.value), basisText(effect), money(low.cost), money(high.cost)];
  });
  const left = effects.length - rows.length;
  return {
    title,
    header: ['', 'from', 'to', 'by', 'cost', 'cost, other end'],
    leftColumns: 1,
    rows: left === 0 ? rows : [...rows, [`${left} more`, '', '', '', '', '']],
  };
}

function noteOf(effect: Effect): string {
  const ends = `${valueLabel(effect.low.value)} to ${valueLabel(effect.high.value)}`;
  return effect.basis === 'fifth' ? `${ends} (${basisText(effect)}, no range)` : ends;
}
