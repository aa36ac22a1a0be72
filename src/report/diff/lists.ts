import type { Decimal } from '../../base/decimal.js';
import { periodText } from '../../base/months.js';
import { isObject } from '../../base/records.js';
import { counted } from '../../base/text.js';
import { chargesText } from '../../model/charges.js';
import type { Costing } from '../../model/costing.js';
import type { Diff, FieldChange } from '../../planning/diff.js';
import type { Document, List } from '../layout/document.js';
import { valueText } from '../layout/wording.js';

/** Of more fields the report lists the first; JSON has all. */
const MOST_FIELDS = 30;
/** As many as fit a screen. */
const MOST_SHORT_FIELDS = 8;
/** As many as a page has. */
const MOST_TABLE_FIELDS = 200;

const FIELDS = 'Fields of the scenario';
const MORE_FIELDS = 'More fields of the scenario';

/** What to know about a diff, and which fields and prices of the two differ. */
export function diffLists({ before, after, fields, prices }: Diff): List[] {
  const items = fieldItems(fields);
  return [
    { title: 'Note', items: remarks(before, after), isWarning: true },
    { title: FIELDS, items: items.slice(0, MOST_SHORT_FIELDS) },
    { title: MORE_FIELDS, items: items.slice(MOST_SHORT_FIELDS), detail: true },
    {
      title: 'Prices',
      items: prices.map(
        ({ metric, before: was, after: is }) => `${metric}, per unit: ${unitPricesText(was, before)} → ${unitPricesText(is, after)}`,
      ),
      detail: true,
    },
  ];
}

function unitPricesText(prices: readonly Decimal[], { region }: Costing): string {
  return prices.length === 0 ? 'not used' : `${prices.map((price) => price.toFixed()).join(', ')} (${region})`;
}

function fieldItems(fields: Diff['fields']): string[] {
  if (fields === undefined) return ['A saved estimate does not contain its scenario, so the changed fields are not known.'];
  const left = fields.length - MOST_FIELDS;
  return [...fields.slice(0, MOST_FIELDS).map(fieldText), ...(left > 0 ? [`${left} more in JSON`] : [])];
}

function fieldText({ path, before, after }: FieldChange): string {
  if (isElement(before)) return `${path}: removed`;
  return isElement(after) ? `${path}: added` : `${path}: ${valueText(before)} → ${valueText(after)}`;
}

/** The lists without the fields, and these as a table, which has room for more of them. */
export function fieldsAsTable({ fields }: Diff, lists: Document['lists']): Pick<Document, 'tables' | 'lists'> {
  if (fields === undefined || fields.length === 0) return { tables: [], lists };
  const left = fields.length - MOST_TABLE_FIELDS;
  const rows = fields.slice(0, MOST_TABLE_FIELDS).map(({ path, before, after }) => {
    if (isElement(before)) return [path, 'there', 'removed'];
    return isElement(after) ? [path, '–', 'added'] : [path, valueText(before), valueText(after)];
  });
  return {
    tables: [
      {
        title: FIELDS,
        header: ['', 'before', 'after'],
        leftColumns: 3,
        rows: left > 0 ? [...rows, [`${left} more in JSON`, '', '']] : rows,
      },
    ],
    lists: lists.filter(({ title }) => title !== FIELDS && title !== MORE_FIELDS),
  };
}

/** A whole trail or reader, not a range or a list. */
function isElement(value: unknown): boolean {
  return isObject(value) && 'name' in value;
}

function remarks(before: Costing, after: Costing): string[] {
  const [was, is] = [periodText(before.period), periodText(after.period)];
  return [
    ...(was === is ? [] : [`The periods differ, ${was} and ${is}. Each average is over its own months, and a ramp-up changes it too.`]),
    ...ratesText(before, after),
    ...unpricedText('old', before),
    ...unpricedText('new', after),
    ...(before.region === after.region ? [] : [`The Regions differ, ${before.region} and ${after.region}, and so may the prices.`]),
  ];
}

/** Months that the two convert at different rates: then not all of the change is the scenario's. */
function ratesText(before: Costing, after: Costing): string[] {
  const months = [...(after.rates ?? [])].filter(([month, rate]) => ![undefined, rate].includes(before.rates?.get(month)));
  const [first] = months;
  if (first === undefined) return [];
  const [month, rate] = first;
  const others = months.length === 1 ? '' : ` and in ${counted(months.length - 1, 'other month')}`;
  return [
    `The two are converted at different rates: in ${month} ${before.rates?.get(month)} and ${rate} ${after.currency}${others}. A part ` +
      'of the change is due to that.',
  ];
}

function unpricedText(which: string, { unpriced, region }: Costing): string[] {
  if (unpriced.length === 0) return [];
  return [`The ${which} estimate leaves out ${chargesText(unpriced)}: ${region} has no known price for it.`];
}
