import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { estimate } from '../../src/model/estimate.js';
import { expectationOf } from '../../src/reconciliation/expected.js';
import { parseScenario } from '../../src/scenario/load.js';
import { read } from '../bill/reading.js';
import { book, sampleText } from '../support.js';
import { compared } from './made.js';

const BILL = fileURLToPath(new URL('../../samples/bill/made-cur.csv', import.meta.url));

async function duckdb(statement: string): Promise<Record<string, unknown>[]> {
  const connection = await (await DuckDBInstance.create()).connect();
  const rows = (await connection.runAndReadAll(statement)).getRowObjects();
  connection.closeSync();
  return rows;
}

/** A sum as text without the zeros that a fixed number of decimals adds. */
const plain = (sum: unknown) => new Decimal(String(sum)).toFixed();

/** Usage of us-east-1 by month, kind of usage and operation, in SQL over the file itself. Free is what costs nothing and has a price. */
const USAGE = `
  SELECT
    left("lineItem/UsageStartDate", 7) AS month,
    CASE "lineItem/UsageType"
      WHEN 'us-east-1-KMS-Requests' THEN "lineItem/Operation"
      WHEN 'us-east-1-KMS-Keys' THEN 'kms-keys'
      WHEN 'USE1-PaidEventsRecorded' THEN 'cloudtrail-copies'
    END AS name,
    sum("lineItem/UsageAmount"::DECIMAL(28, 10))::VARCHAR AS quantity,
    coalesce(sum("lineItem/UsageAmount"::DECIMAL(28, 10)) FILTER (
      "lineItem/UnblendedCost"::DECIMAL(28, 10) = 0 AND "pricing/publicOnDemandCost"::DECIMAL(28, 10) > 0
    ), 0)::VARCHAR AS free,
    sum("lineItem/UnblendedCost"::DECIMAL(28, 10))::VARCHAR AS cost
  FROM read_csv('${BILL}', all_varchar = true)
  WHERE "lineItem/LineItemType" = 'Usage' AND name IS NOT NULL
  GROUP BY ALL`;

test('operations and charges of the made bill are those of SQL over it', async () => {
  const expectation = expectationOf(estimate(parseScenario(sampleText('bill/november.yaml'), 'november.yaml').scenario, book), 'sse-kms');
  const [{ rows }, oracle] = await Promise.all([read(BILL), duckdb(USAGE)]);
  const { months } = compared(expectation, rows);
  const found = months.flatMap(({ month, operations, charges }) => [
    ...operations.map(({ operation, billed, freeTier, cost }) => [month, operation, billed.toFixed(), freeTier.toFixed(), cost.toFixed()]),
    ...charges
      .filter(({ charge }) => charge !== 'kms-requests')
      .map(({ charge, quantity, freeTierQuantity, billedCost }) => [
        month,
        charge,
        quantity.billed.toFixed(),
        freeTierQuantity.billed.toFixed(),
        billedCost.toFixed(),
      ]),
  ]);
  const wanted = oracle.map(({ month, name, quantity, free, cost }) => [month, name, plain(quantity), plain(free), plain(cost)]);
  expect(found.toSorted()).toEqual(wanted.toSorted());
  expect(wanted.map(([, name]) => name).toSorted()).toEqual(['Decrypt', 'DescribeKey', 'GenerateDataKey', 'cloudtrail-copies', 'kms-keys']);
});

test('what is on the services as a whole is that of SQL over it', async () => {
  const expectation = expectationOf(estimate(parseScenario(sampleText('bill/november.yaml'), 'november.yaml').scenario, book), 'sse-kms');
  const { rows } = await read(BILL);
  const oracle = await duckdb(`
    SELECT lower(regexp_replace("lineItem/LineItemType", '^Edp', '')) AS code,
      sum("lineItem/UnblendedCost"::DECIMAL(28, 10))::VARCHAR AS cost
    FROM read_csv('${BILL}', all_varchar = true)
    WHERE "lineItem/LineItemType" <> 'Usage' AND "lineItem/ProductCode" IN ('awskms', 'AWSCloudTrail')
      AND ("product/regionCode" IS NULL OR "product/regionCode" IN ('', 'us-east-1'))
    GROUP BY ALL`);
  const causes = compared(expectation, rows).whole.causes.filter(({ code }) =>
    ['tax', 'credit', 'refund', 'discount', 'fee'].includes(code),
  );
  expect(causes.map(({ code, cost }) => [code, cost?.toFixed()]).toSorted()).toEqual(
    oracle.map(({ code, cost }) => [code, plain(cost)]).toSorted(),
  );
  expect(oracle.length).toBeGreaterThan(2);
});

test('paid copies that nobody expected cost what SQL over the bill adds up', async () => {
  const text = sampleText('bill/november.yaml').replace('paidCopies: 1', 'paidCopies: 0');
  const expectation = expectationOf(estimate(parseScenario(text, 'november.yaml').scenario, book), 'sse-kms');
  expect(expectation.entries.filter(({ charge }) => charge === 'cloudtrail-copies')).toEqual([]);
  const { rows } = await read(BILL);
  const [oracle] = await duckdb(`
    SELECT sum("lineItem/UsageAmount"::DECIMAL(28, 10))::VARCHAR AS quantity,
      sum("lineItem/UnblendedCost"::DECIMAL(28, 10))::VARCHAR AS cost
    FROM read_csv('${BILL}', all_varchar = true)
    WHERE "lineItem/UsageType" = 'USE1-PaidEventsRecorded' AND "lineItem/LineItemType" = 'Usage'`);
  const cause = compared(expectation, rows).whole.causes.find(({ code }) => code === 'other-events');
  expect([cause?.charge, cause?.quantity?.toFixed(), cause?.cost?.toFixed()]).toEqual([
    'cloudtrail-copies',
    plain(oracle?.['quantity']),
    plain(oracle?.['cost']),
  ]);
});
