import { workspace } from './workspace.js';

const { transcript } = workspace();

transcript('money', 'amounts come in another currency at a dated rate, and are shared out by account, reader, month or charge', [
  'trailcost estimate good.yaml --currency EUR --rate 0.92 --rate-date 2026-11-01 | head -14',
  'trailcost estimate good.yaml --currency EUR --rate 0.92 --rate-date 2026-11-01 -f csv | cut -d, -f 2,4,5,14,16,18',
  'trailcost estimate good.yaml --currency EUR --rate 0.92 --rate-date 2026-11-01 --budget 154.13',
  'trailcost what-if good.yaml --set keys.number=2 --currency EUR --rate 0.92 --rate-date 2026-11-01 | head -9',
  'trailcost diff good.yaml more-reads.yaml --currency EUR --rate 0.92 --rate-date 2026-11-01 | head -4',
  'trailcost estimate good.yaml --currency EUR',
  'trailcost estimate good.yaml --currency euro --rate 0.92 --rate-date 2026-11-01',
  'trailcost estimate good.yaml --currency EUR --rate 1e3 --rate-date 2026-11-01',
  'trailcost estimate good.yaml --currency EUR --rate 0 --rate-date 2026-11-01',
  'trailcost estimate good.yaml --currency EUR --rate 0.92 --rate-date yesterday',
  'trailcost estimate good.yaml --currency USD --rate 0.92 --rate-date 2026-11-01',
  'trailcost estimate samples/organization.yaml --by account | head -11',
  'trailcost estimate samples/organization.yaml --by reader -f csv | head -4',
  'trailcost estimate samples/organization.yaml --by month -f json | head -30 | tail -12',
  'trailcost estimate samples/organization.yaml --by charge -f markdown | head -14',
  'trailcost estimate good.yaml --by team',
  'trailcost estimate good.yaml --by reader --explain siem',
  'trailcost estimate good.yaml --by reader -f focus',
]);

transcript('money-by-month', 'each month has its own rate of exchange, and one without it is said', [
  "sed '1,/period/ s/months: 1/months: 3/; $ a currency: {code: EUR, rates: " +
    "{2026-12: {rate: 0.92, rateDate: 2026-12-31}, 2027-01: 0.5}}' good.yaml > rates.yaml",
  'trailcost estimate rates.yaml',
  'trailcost estimate rates.yaml -f csv --strategy sse-kms | cut -d, -f 3-5,14,16,18',
  'trailcost estimate rates.yaml --json | sed -n \'/"conversion"/,/^  }/p\'',
  'trailcost estimate rates.yaml --by month -f csv',
  'trailcost estimate rates.yaml -f focus --billing-account 999988887777 --quiet | head -3 | cut -d, -f 2,5,13-15',
  'trailcost what-if rates.yaml --set currency.rates.2027-02=0.25 | head -2',
  'trailcost estimate rates.yaml --json -o saved.json && ' +
    'trailcost estimate rates.yaml --currency EUR --rate 0.92 --rate-date 2026-11-01 | head -2',
  "sed 's/0.5}/0.6}/' rates.yaml > other.yaml && trailcost diff saved.json other.yaml | grep -A3 Note",
  "sed 's/2026-12: .*31}, //' rates.yaml > late.yaml && trailcost estimate late.yaml",
  "sed 's/2026-12: {/Dec: {/' rates.yaml > wrong.yaml && trailcost estimate wrong.yaml",
]);

transcript('budget', 'a cost over the budget is said, and ends with exit code 3', [
  'trailcost estimate good.yaml --budget 167.54 -o report.txt',
  'trailcost estimate good.yaml --budget 167.53 -o report.txt',
  'trailcost estimate good.yaml --budget 2 --strategy sse-kms-bucket-key -o report.txt',
  'trailcost estimate samples/organization.yaml --budget 350 -o report.txt',
  'trailcost estimate samples/organization.yaml --budget 350 --budget-on high -o report.txt',
  'trailcost estimate samples/organization.yaml --budget 350 --budget-on likely -o report.txt',
  'trailcost estimate samples/paid-copy.yaml --budget 18 -o report.txt',
  'trailcost estimate good.yaml --budget 1e3',
  'trailcost what-if good.yaml --budget 100 --set readers.siem.readsPerMonth=20000 | tail -30 | head -2',
  'trailcost what-if samples/organization.yaml --budget 300 -o report.txt',
  'trailcost what-if samples/organization.yaml --budget 400 --budget-on likely -o report.txt',
  'trailcost what-if samples/organization.yaml --simulate 100 --budget 300 | head -3',
]);

transcript('budget-of-one', 'a reader or an account has a budget of its own, beside that of all', [
  'trailcost estimate samples/organization.yaml --budget siem=5 --budget 400 --budget 444455556666=1,000 | head -7',
  "trailcost estimate samples/organization.yaml --budget 'athena-hunting=$200' --budget-on high -f markdown | head -1",
  'trailcost estimate good.yaml --budget siem=100 --json --quiet -o budgets.json; sed -n "/budgets/,/^  ]/p" budgets.json',
  'trailcost what-if samples/organization.yaml --budget siem=25 --budget 600 | head -8',
  "trailcost what-if samples/organization.yaml --set readers.siem.times=2 --budget 'siem=25 USD' --json | sed -n '/budgets/,/^  ]/p'",
  'trailcost what-if samples/organization.yaml --break-even readers.siem.times --budget siem=50 | head -10',
  'trailcost estimate good.yaml --budget seim=5',
  'trailcost estimate samples/organization.yaml --budget 444455556660=5',
  'trailcost what-if good.yaml --budget nobody-at-all=5',
  'trailcost estimate good.yaml --budget siem=many',
  'trailcost estimate good.yaml --budget siem=€5',
  'trailcost estimate good.yaml --budget siem=',
  'trailcost estimate good.yaml --budget =5',
  'trailcost estimate good.yaml --budget 5 --budget 6',
  'trailcost estimate good.yaml --budget siem=5 --budget siem=6',
  'trailcost estimate good.yaml --budget siem=5 --budget-on likely',
]);
