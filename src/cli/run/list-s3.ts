import { counted } from '../../base/text.js';
import { type S3Address, s3Text } from '../../logs/s3/address.js';
import type { Scope } from '../../logs/s3/levels.js';
import { ownCost } from '../../logs/s3/own-cost.js';
import { draftOf } from '../../start/draft.js';
import { NO_FACTS, withFacts } from '../../start/facts.js';
import { ListingReader } from '../../start/listing/listing.js';
import { listingWarnings } from '../../start/listing/warnings.js';
import { merged } from '../../start/merge.js';
import { draftText } from '../../start/text.js';
import { nextMonth, nowOf } from '../clock.js';
import type { CountArguments } from '../commands/count.js';
import { EXIT } from '../exit.js';
import { type Io, remark } from '../io.js';
import { assertOutputs } from '../outputs.js';
import { readPriceBook } from '../price-book.js';
import { usage } from '../usage.js';
import { writeMade } from './made-scenario.js';
import { assertEndpoint, moneyOf, withListing } from './s3.js';

/** Options that would leave out what a scenario is made from, or ask for what only files have. */
const NOT_BESIDE = [
  'since',
  'until',
  'account',
  'region',
  'bucket',
  'trail',
  'trace',
  'chart',
  'scenario',
  'checkpoint',
  'format',
  'json',
] as const;

/** All files, digest files too: how many there are is what the scenario says. */
const ALL: Scope = { wantsDay: () => true, leavesDaysOut: false, accounts: [], regions: [], wantsDigests: true };

/** Writes the scenario that a bucket's listing makes, and reads no file. */
export async function runListOnly(given: CountArguments, io: Io): Promise<number> {
  assertEndpoint(given.endpoint);
  const { output, paths, 'price-book': priceBook } = given;
  const [path = ''] = paths ?? [];
  const other = NOT_BESIDE.find((option) => given[option] !== undefined && given[option] !== false);
  if (other !== undefined)
    throw usage(`--${other}`, 'cannot be used with --list-only', 'Leave one of them out. The scenario goes to --output.');
  await assertOutputs({ '--output': output }, { files: [priceBook] }, io);
  const made = await io.interruptible((signal) =>
    withListing(path, { given, scope: ALL, signal }, io, async (listed, address) => {
      const { store } = listed;
      const reader = new ListingReader();
      for (const { key, bytes } of listed.allFiles()) reader.take({ key, size: bytes, bucket: address.bucket });
      const cost = ownCost(
        { lists: store.requests.lists, gets: store.requests.heads, decrypts: 0 },
        store.region,
        nowOf(io).slice(0, 7),
        await readPriceBook(priceBook, io),
      );
      remark(`${counted(store.requests.lists, 'LIST')} made (${moneyOf(cost.total, cost)}); no file was read`, io);
      return scenarioOf(reader, address, io);
    }),
  );
  await writeMade(made, { output }, io);
  return EXIT.done;
}

function scenarioOf(reader: ListingReader, address: S3Address, io: Io) {
  const origin = s3Text(address);
  const listing = reader.facts(origin);
  const facts = withFacts(NO_FACTS, { listings: [listing], warnings: listingWarnings(listing) });
  const whole = merged(facts);
  const said = [...facts.warnings, ...whole.contradictions, ...whole.leftOut];
  for (const sentence of said) remark(sentence, io);
  const text = draftText(draftOf(facts, whole, nextMonth(io)), [`From the listing of ${origin}.`, ...said]);
  return { text, names: { bucket: address.bucket, isListed: true } };
}
