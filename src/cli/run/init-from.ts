import { TrailcostError } from '../../base/errors.js';
import { listed } from '../../base/text.js';
import { ParquetReader } from '../../bill/parquet/reader.js';
import { placeOf } from '../../files/paths.js';
import { ANSWERS, type AnswerName, answerFacts, recognised } from '../../start/aws/answers.js';
import { draftOf } from '../../start/draft.js';
import { type Facts, NO_FACTS, withFacts } from '../../start/facts.js';
import { listingIn } from '../../start/listing/format.js';
import { ListingReader } from '../../start/listing/listing.js';
import { readListing, readListingFile } from '../../start/listing/read.js';
import { listingWarnings } from '../../start/listing/warnings.js';
import { merged } from '../../start/merge.js';
import { cloudFormationFacts, isCloudFormation } from '../../start/templates/cloudformation.js';
import { isTerraform, terraformFacts } from '../../start/templates/terraform.js';
import { parseTemplate } from '../../start/templates/yaml.js';
import { draftText } from '../../start/text.js';
import { inputChunks, inputName } from '../inputs.js';
import { type Io, remark } from '../io.js';
import { assertWanted } from '../recognised.js';
import { assertOneStdin } from '../usage.js';

/** So much is looked at to tell what a file is. */
const START_BYTES = 256 * 1024;
/** Larger than any answer or plan; listings, which are larger, are not held whole. */
const MOST_BYTES = 256 * 1024 * 1024;

/** A file that is no listing, with what it holds. */
interface Content {
  file: string;
  value: unknown;
}

/** The scenario that files make, and what commands need that get more. */
export async function scenarioFrom(paths: readonly string[], month: string, io: Io) {
  assertOneStdin(paths, 'only one input can be standard input', 'Give the others as files.');
  const parquet = new ParquetReader();
  const facts = await factsIn(paths, parquet, io).finally(() => parquet.end());
  const whole = merged(facts);
  const said = [...facts.warnings, ...whole.contradictions, ...whole.leftOut];
  for (const sentence of said) remark(sentence, io);
  const head = [`From ${listed(paths.map(inputName), 20)}.`, ...said];
  const text = draftText(draftOf(facts, whole, month), head);
  const [bucket, trail] = [whole.bucket.name, whole.trails[0]?.name];
  return {
    text,
    names: {
      ...(bucket === undefined ? {} : { bucket }),
      ...(trail === undefined ? {} : { trail }),
      isListed: whole.listing?.logFilesPerMonth !== undefined,
    },
  };
}

/** Listings are of one bucket, in however many files; trails come before what is said of a trail alone. */
async function factsIn(paths: readonly string[], parquet: ParquetReader, io: Io): Promise<Facts> {
  const reader = new ListingReader();
  const listings: string[] = [];
  const contents: Content[] = [];
  for (const path of paths) {
    const content = await contentOf(path, { reader, parquet }, io);
    if (content === undefined) listings.push(inputName(path));
    else contents.push(content);
  }
  const trails = contents.reduce(
    (facts, content) =>
      withFacts(
        facts,
        factsOf(content, () => undefined),
      ),
    NO_FACTS,
  ).trails;
  const bucketOf = (arn: string) => trails.find((trail) => trail.arn === arn)?.bucket?.value;
  const facts = contents.reduce((all, content) => withFacts(all, factsOf(content, bucketOf)), NO_FACTS);
  if (listings.length === 0) return facts;
  const listing = reader.facts(listed(listings, 5));
  return withFacts(facts, { listings: [listing], warnings: listingWarnings(listing) });
}

/** What takes listings, and opens those that are Parquet files. */
interface Readers {
  reader: ListingReader;
  parquet: ParquetReader;
}

/** What a file holds; undefined of a listing, which the reader has taken. */
async function contentOf(path: string, { reader, parquet }: Readers, io: Io): Promise<Content | undefined> {
  const file = inputName(path);
  const chunks = inputChunks(path, io);
  const start: Uint8Array[] = [];
  let bytes = 0;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    start.push(next.value);
    bytes += next.value.length;
    if (bytes >= START_BYTES) break;
  }
  const all = replayed(start, chunks);
  const first = Buffer.concat(start);
  if (isListing(first)) {
    if (path === '-') await readListing(file, all, reader);
    else {
      // It is read from its start again, by what knows inventories and packed files.
      await chunks.return(undefined);
      await readListingFile({ path, place: placeOf(path, io.cwd) }, reader, parquet);
    }
    return undefined;
  }
  assertWanted(first.toString('utf8'), file, 'start');
  return { file, value: valueIn(await wholeText(file, all), file) };
}

/** Packed, it can only be a listing. */
function isListing(start: Buffer): boolean {
  return (start[0] === 0x1f && start[1] === 0x8b) || listingIn(start.toString('utf8')) !== undefined;
}

async function* replayed(start: readonly Uint8Array[], rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Buffer> {
  for (const chunk of start) yield Buffer.from(chunk);
  for await (const chunk of rest) yield Buffer.from(chunk);
}

async function wholeText(file: string, chunks: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw unknownFile(file);
    parts.push(chunk);
  }
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}

function valueIn(text: string, file: string): unknown {
  if (text.trim() === '') throw unknownFile(file, 'is empty');
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return parseTemplate(text, file);
  }
}

function factsOf({ file, value }: Content, bucketOf: (arn: string) => string | undefined): Partial<Facts> {
  const answer = recognised(value);
  if (answer !== undefined) return answerFacts(answer, value, file, bucketOf);
  if (isTerraform(value) !== undefined) return terraformFacts(value, file).after;
  if (isCloudFormation(value)) return cloudFormationFacts(value, file);
  throw unknownFile(file);
}

function unknownFile(file: string, what = 'is nothing that a scenario can be made from'): TrailcostError {
  const names: AnswerName[] = ['describeTrails', 'eventSelectors', 'bucketEncryption'];
  const remedy =
    'Give a listing of the bucket (aws s3 ls --recursive), answers of the AWS CLI as JSON ' +
    `(${names.map((name) => ANSWERS[name].words).join(', ')} and others), terraform show -json, or a CloudFormation template.`;
  return new TrailcostError('file-unreadable', { where: file, what, remedy });
}
