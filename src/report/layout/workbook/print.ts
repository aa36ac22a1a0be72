import type { Feature } from 'write-excel-file/node';
import type * as Utility from 'write-excel-file/utility';
import { entryAt } from '../../../base/lists.js';
import { letterOf, type Sheet } from './cells.js';
import type { FileContent } from './file-content.js';

const SHEET = 'xl/worksheets/sheet{id}.xml';
const WORKBOOK = 'xl/workbook.xml';

/** Elements of a worksheet and of a workbook in the order in which they must come; the library knows only some of them. */
const OF_WORKSHEET = [
  'sheetPr',
  'dimension',
  'sheetViews',
  'sheetFormatPr',
  'cols',
  'sheetData',
  'autoFilter',
  'mergeCells',
  'conditionalFormatting',
  'pageMargins',
  'pageSetup',
  'drawing',
];
const OF_WORKBOOK = ['workbookPr', 'bookViews', 'sheets', 'definedNames', 'calcPr'];

/**
 * Filter buttons and page set-up: as wide as one page, as many pages long as it takes, the header on each. Elements and their order:
 * ECMA-376, SpreadsheetML, worksheet and workbook.
 */
export function printedPages(sheets: readonly Sheet[], utility: typeof Utility): Feature<FileContent> {
  const { getSelfClosingTagMarkup: tag, insertElementMarkupAccordingToOrderOfSiblings: insert } = utility;
  const withPages = (xml: string, sheet: Sheet) => {
    const fitted = insert(xml, `<sheetPr>${tag('pageSetUpPr', { fitToPage: 1 })}</sheetPr>`, OF_WORKSHEET, 'worksheet');
    const range = filteredRange(sheet);
    return range === undefined ? fitted : insert(fitted, tag('autoFilter', { ref: range }), OF_WORKSHEET, 'worksheet');
  };
  const names = sheets.map(
    ({ name }, index) => `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">'${name}'!$1:$1</definedName>`,
  );
  return {
    files: {
      transform: {
        [SHEET]: {
          transform: (xml, _options, { sheetIndex }) => withPages(xml, entryAt(sheets, sheetIndex)),
          transformElementAttributes: (name, attributes) =>
            name === 'pageSetup' ? { ...attributes, fitToWidth: 1, fitToHeight: 0 } : attributes,
        },
        [WORKBOOK]: {
          transform: (xml) => insert(xml, `<definedNames>${names.join('')}</definedNames>`, OF_WORKBOOK, 'workbook'),
        },
      },
    },
  };
}

function filteredRange({ header, filteredRows = 0 }: Sheet): string | undefined {
  return filteredRows === 0 ? undefined : `A1:${letterOf(header.length - 1)}${filteredRows + 1}`;
}
