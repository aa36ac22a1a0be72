import type { ReadAnswer } from '../../../billed/completeness.js';
import { type AccountNames, accountText } from '../../layout/account-names.js';
import { barDrawing } from '../../layout/html/bars.js';
import type { Figure } from '../../layout/html/figure.js';
import { figureTables, MOST_ROWS, nameText } from '../tables.js';
import { rowsText, shareRows } from './share-rows.js';

/** Which accounts pay what reads of logs can cost at most; nothing of one account alone. */
export function payerFigures({ logReads: { mostByAccount, most }, unreadable, currency }: ReadAnswer, names: AccountNames): Figure[] {
  if (mostByAccount.length < 2) return [];
  const rows = shareRows(mostByAccount, currency, (name) => (name === undefined ? nameText('account', name) : accountText(name, names)));
  return figureTables('Reads of CloudTrail logs by account, at most', mostByAccount, {
    all: most,
    currency,
    most: MOST_ROWS,
    nameOf: (name) => nameText('account', name),
  })
    .slice(0, 1)
    .map((table) => ({
      id: 'payers',
      title: 'Who pays for reads of CloudTrail logs: at most',
      note:
        `${currency}, upper limits${unreadable.length === 0 ? '' : ' of what can be split'}: the account that makes a request ` +
        'pays for it, and not every request need be a read of a log.',
      description: `A bar for each account, those that can pay most first: ${rowsText(rows)}.`,
      drawing: (named) => barDrawing(named, rows),
      table,
    }));
}
