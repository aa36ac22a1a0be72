import fc from 'fast-check';
import * as made from '../../prices/made-lists.mjs';
import { asBytes, damaged, edited } from '../hostile.mjs';
import { assertInert, assertThat } from '../oracles.mjs';
import { inFolder, run, written } from '../program.mjs';

const region = fc.constantFrom(made.FRANKFURT, made.VIRGINIA);
const service = fc.constantFrom(
  ['awskms', made.kms],
  ['AmazonS3', made.s3],
  ['AWSCloudTrail', made.cloudTrail],
  ['AmazonGuardDuty', made.guardDuty],
  ['AmazonAthena', made.athena],
);
const list = fc.tuple(service, region).map(([[offerCode, entriesOf], where]) => ({ offerCode, entries: entriesOf(where), where }));
const json = list.map(({ offerCode, entries, where }) => made.bulkJson(offerCode, entries, where));
const products = list.map(({ entries, where }) => ({ PriceList: made.getProducts(entries, where).map((each) => JSON.stringify(each)) }));
const csv = list.map(({ offerCode, entries, where }) => asBytes(made.bulkCsv(offerCode, entries, where)));
const text = fc.oneof(
  edited(json).map((value) => asBytes(JSON.stringify(value) ?? '')),
  edited(products).map((value) => asBytes(JSON.stringify(value) ?? '')),
  edited(json.map((value) => [value])).map((values) =>
    asBytes(
      [values]
        .flat()
        .map((value) => `${JSON.stringify(value)}\n`)
        .join(''),
    ),
  ),
  products.map(({ PriceList }) => asBytes(PriceList.map((item) => `PRICELIST\t${item}\n`).join(''))),
  products.map(({ PriceList }) => asBytes(`PriceList:\n${PriceList.map((item) => `- '${item}'\n`).join('')}`)),
  csv,
);

export const priceLists = {
  inputs: fc.oneof(text, damaged(text)),
  judge: (given) =>
    inFolder({ list: given }, async (folder) => {
      const { outcome, stdout, stderr } = await run(['prices', 'import', 'list', '--price-book', 'own.csv'], folder);
      assertInert(stdout, 'the report');
      assertInert(stderr, 'what is said');
      const book = written(folder, 'own.csv');
      assertThat((book !== undefined) === (outcome === 'done'), 'a refused list leaves a price book, or none is left', outcome);
      if (book === undefined) return outcome;
      const check = await run(['prices', 'check', '--price-book', 'own.csv', '--format', 'json'], folder);
      assertThat(check.outcome === 'done', 'a price book that was written is not read', check.stderr);
      return outcome;
    }),
};
