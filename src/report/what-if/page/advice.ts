import type { Decimal } from '../../../base/decimal.js';
import { strategyName } from '../../../model/strategies.js';
import { type Advice, type AdviceDetail, ownCost } from '../../../planning/advice.js';
import type { WhatIf } from '../../../planning/what-if.js';
import { countOf, money, percentOf, placesFor } from '../../layout/figures.js';
import { barDrawing } from '../../layout/html/bars.js';
import { type Figure, legend } from '../../layout/html/figure.js';
import { together } from '../../layout/html/markup.js';
import { adviceTable, adviceTitle, MOST_ADVICE } from '../advice.js';
import { averageMonth } from '../answer.js';

const INKS = { saves: 'ink-less', costs: 'ink-more' };

/** What would save most. */
export function adviceFigures({ asSet, strategy }: WhatIf, advice: readonly Advice[]): Figure[] {
  const { currency, scenario } = asSet;
  const before = averageMonth(asSet, strategy);
  const places = placesFor([before]);
  const monthly = (value: Decimal) => value.div(scenario.period.months);
  const text = (value: Decimal) => money(monthly(value), currency, places);
  const shown = advice.slice(0, MOST_ADVICE);
  const left = advice.length - shown.length;
  const rows = shown.map((each, index) => {
    const { detail, remains } = each;
    return {
      name: `${index + 1}. ${adviceTitle(detail)}`,
      note: [costNote(each, asSet, text), drawback(detail, currency)].filter((note) => note !== '').join(' · '),
      text: `${text(remains)}${remains.gt(0) ? ` (${percentOf(monthly(remains), before)})` : ''}`,
      bars: [{ from: 0, to: monthly(remains).toNumber(), ink: remains.lt(0) ? INKS.costs : INKS.saves }],
    };
  });
  const hasLoss = shown.some(({ remains }) => remains.lt(0));
  return [
    {
      id: 'advice',
      title: 'What would save most',
      note:
        `${currency} less in an average month, of ${money(before, currency)} that ${strategyName(strategy)} costs; each alone, ` +
        'after what it costs itself as far as that is known.',
      description: `The largest saving first: ${rows.map(({ name, text: saved }) => `${name} ${saved}`).join('; ')}.`,
      drawing: (named) =>
        together(
          barDrawing(named, left === 0 ? rows : [...rows, { name: `${left} more`, text: 'in CSV and JSON', bars: [] }], [
            0,
            before.toNumber(),
          ]),
          hasLoss
            ? legend([
                { name: 'saves', ink: INKS.saves },
                { name: 'costs more than it saves', ink: INKS.costs },
              ])
            : undefined,
        ),
      table: adviceTable(shown, before, asSet),
    },
  ];
}

function costNote({ detail, saved, remains }: Advice, { scenario }: WhatIf['asSet'], text: (value: Decimal) => string): string {
  if (ownCost(detail, scenario) === undefined) return 'its own cost is not counted';
  return saved.eq(remains) ? '' : `saves ${text(saved)}, costs ${text(saved.minus(remains))} itself`;
}

/** What an advice takes away, or how sure its saving is, in a few words; the report's list says more. */
function drawback(detail: AdviceDetail, currency: string): string {
  switch (detail.kind) {
    case 'bucket-key':
      return 'an assumption until measured; KMS events then name the bucket only';
    case 'copy-old-files':
      return `${money(detail.cost, currency)} once for ${countOf(detail.files)} files`;
    case 'shorter-window':
      return 'if its work allows';
    case 'smaller-share':
      return 'needs partitions';
    case 'validate-once':
      return 'each file is still validated once';
    case 'read-once':
      return 'it has to store what it has read';
    case 'skip-digests':
      return 'digest files hold no events';
    case 'feed':
      return 'it has to pass files on';
    case 'one-trail':
      return 'one trail still shows who decrypts';
    case 'compact':
      return 'keep the originals for validation';
  }
}
