// Reads a listing of a bucket: node listing-read.mjs FILE
import { ListingReader } from '../../dist/modules/start/listing/listing.js';
import { readListingFile } from '../../dist/modules/start/listing/read.js';

const [, , path] = process.argv;
const reader = new ListingReader();
await readListingFile({ path, place: path }, reader);
process.stdout.write(JSON.stringify({ keys: reader.facts('bench').logFiles }));
