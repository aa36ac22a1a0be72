import { type Decimal, ZERO } from '../../base/decimal.js';
import { CHARGE } from '../../model/charges.js';
import { type KmsStrategy, STRATEGIES, STRATEGY_NAMES, strategyName } from '../../model/strategies.js';
import type { Change } from '../../planning/changes.js';
import type { Diff } from '../../planning/diff.js';
import { shortMoney } from '../layout/chart.js';
import type { Table } from '../layout/document.js';
import { changePercent, money, placesFor } from '../layout/figures.js';
import { type BarRow, barDrawing } from '../layout/html/bars.js';
import { changeDrawing, signedMoney } from '../layout/html/changes.js';
import { type Column, columnDrawing, highestOf, monthLabel } from '../layout/html/columns.js';
import type { Figure } from '../layout/html/figure.js';
import { element } from '../layout/html/markup.js';
import type { PageReport, Stat } from '../layout/html/page.js';
import { tablesBeside } from '../layout/parts.js';
import { readerText } from '../layout/wording.js';
import { diffDocument } from './document.js';
import { type JudgedIncrease, limitText, sizeText } from './increase.js';
import { fieldsAsTable } from './lists.js';
import { changed, chargeTable, monthTable, readerTable, rowsOf, strategyTable } from './tables.js';

/** A diff as a page: before and after, what changes by charge and by reader, and the months. */
export function diffPage(diff: Diff, strategy: KmsStrategy, judged?: JudgedIncrease): PageReport {
  const document = diffDocument(diff, strategy, judged);
  const { tables, lists } = fieldsAsTable(diff, document.lists);
  const figures = [
    strategiesFigure(diff, strategy),
    changesFigure(diff, strategy, {
      id: 'charges',
      what: 'charge',
      changes: diff.byCharge,
      nameOf: ({ line }) => CHARGE[line.charge].name,
      table: chargeTable(diff, strategy),
    }),
    changesFigure(diff, strategy, {
      id: 'readers',
      what: 'reader',
      changes: diff.byReader,
      nameOf: ({ line }) => readerText(line.reader),
      table: readerTable(diff, strategy),
    }),
    monthsFigure(diff, strategy),
  ].filter(({ table }) => table.rows.length > 0);
  const others = tablesBeside(
    document.tables,
    figures.map(({ table }) => table),
  );
  return {
    kind: 'diff',
    document: { ...document, tables: [...others, ...tables], lists },
    stats: statsOf(diff, strategy, judged),
    figures,
  };
}

function statsOf(diff: Diff, strategy: KmsStrategy, judged: JudgedIncrease | undefined): Stat[] {
  const { before, after, notComparable } = diff;
  const { currency } = after;
  const total = rowsOf(diff, diff.byStrategy).find(({ entry }) => entry.line.strategy === strategy);
  if (total === undefined) return [];
  const { was, is, by } = total;
  const side = (name: string, cost: Decimal | undefined, of: string): Stat => ({
    name,
    value: money(cost ?? ZERO, currency),
    notes: [`${strategyName(strategy)}, in an average month`, of],
  });
  const isComparable = notComparable.length === 0;
  const percent = was === undefined || was.isZero() || by.isZero() ? [] : [`${changePercent(by, was)} of the old cost`];
  return [
    side('Before', was, before.name),
    side('After', is, after.name),
    {
      name: 'Difference',
      value: isComparable ? signedMoney(by, currency) : '?',
      notes: ['in an average month', ...(isComparable ? percent : ['only one of the two has all prices'])],
      isMain: true,
    },
    ...(judged === undefined ? [] : [limitStat(judged, currency)]),
  ];
}

function limitStat({ limit, verdict }: JudgedIncrease, currency: string): Stat {
  const name = `Limit: ${limitText(limit, currency)} more`;
  if (verdict === undefined) return { name, value: '?', notes: ['only one of the two has all prices'] };
  const { most, months, monthsOver } = verdict;
  const size = most.by.lte(0) ? 'no month costs more than before' : `at most ${sizeText(most, limit, currency)} more, in ${most.month}`;
  return { name, value: monthsOver === 0 ? 'kept' : 'exceeded', notes: [size, `${monthsOver} of ${months} months over it`] };
}

function strategiesFigure(diff: Diff, strategy: KmsStrategy): Figure {
  const { currency } = diff.after;
  const totals = rowsOf(diff, diff.byStrategy).sort(
    (a, b) => STRATEGIES.indexOf(a.entry.line.strategy) - STRATEGIES.indexOf(b.entry.line.strategy),
  );
  const places = placesFor(totals.flatMap(({ was, is }) => [was, is]).filter((cost) => cost !== undefined));
  const text = (cost: Decimal | undefined) => (cost === undefined ? 'nothing' : money(cost, currency, places));
  const rows = totals.map(({ entry, was, is, by }): BarRow => {
    const percent = was === undefined || by.isZero() ? '' : `, ${changePercent(by, was)}`;
    return {
      name: STRATEGY_NAMES[entry.line.strategy],
      note: `${signedMoney(by, currency, places)}${percent}`,
      text: `${text(was)} → ${text(is)}`,
      bars: [{ from: 0, to: is?.toNumber() ?? 0, ink: entry.line.strategy === strategy ? 'ink-main' : 'ink-second' }],
      marks: was === undefined ? [] : [was.toNumber()],
    };
  });
  return {
    id: 'strategies',
    title: 'Before and after, by strategy',
    note: `${currency} in an average month, all charges. The bar is the cost after, the line the cost before.`,
    description: `A bar for each strategy. ${rows.map(({ name, text: pair }) => `${name} ${pair}`).join('; ')}.`,
    drawing: (named) => barDrawing(named, rows),
    table: strategyTable(diff),
  };
}

interface By {
  id: string;
  what: string;
  changes: readonly Change[];
  nameOf: (entry: Change) => string;
  table: Table;
}

function changesFigure(diff: Diff, strategy: KmsStrategy, { id, what, changes, nameOf, table }: By): Figure {
  const { currency } = diff.after;
  const rows = changed(diff, changes, strategy);
  return {
    id,
    title: `What changes, by ${what}`,
    note: `${currency} in an average month of ${strategyName(strategy)}, largest change first.`,
    description: `Bars of ${rows.length} changes of cost, to the left where it is less than before and to the right where it is more.`,
    drawing: (named) =>
      changeDrawing(
        named,
        rows.map(({ entry, was, is, by }) => ({ name: nameOf(entry), was, is, by })),
        currency,
      ),
    table,
  };
}

/** The months of both on one scale. */
function monthsFigure(diff: Diff, strategy: KmsStrategy): Figure {
  const { currency } = diff.after;
  const months = diff.byMonth.filter(({ line }) => line.strategy === strategy).toSorted((a, b) => (a.line.month < b.line.month ? -1 : 1));
  const columnsOf = (which: 'before' | 'after', ink: string): Column[] =>
    months
      .filter((change) => change[which] !== undefined)
      .map((change) => {
        const value = change[which]?.cost.expected.toNumber() ?? 0;
        const { month } = change.line;
        return { ...monthLabel(month), parts: [{ ink, value }], text: `${month}: ${shortMoney(value, currency)}` };
      });
  const panels = [
    { name: 'Before', columns: columnsOf('before', 'ink-second') },
    { name: 'After', columns: columnsOf('after', 'ink-main') },
  ];
  const most = highestOf(panels.map(({ columns }) => columns));
  return {
    id: 'months',
    title: 'The months before and after',
    note: `${currency} a month of ${strategyName(strategy)}. One scale for both.`,
    description: panels.map(({ name, columns }) => `${name}: columns of ${columns.length} months.`).join(' '),
    drawing: (named) =>
      element(
        'div',
        { class: 'panels', ...named },
        panels.map(({ name, columns }) =>
          element(
            'div',
            {},
            element('h3', {}, name),
            columnDrawing(
              {},
              { columns, most, valueText: (value) => shortMoney(value, currency, Number.isInteger(value) ? 0 : undefined) },
            ),
          ),
        ),
      ),
    table: monthTable(diff, strategy),
  };
}
