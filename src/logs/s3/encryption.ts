import { Refusal } from '../../aws/refusals.js';
import type { Encryption, ObjectStore, StoredObject } from '../../aws/s3.js';
import { getOrMake } from '../../base/maps.js';
import { Slots } from './slots.js';

const HEADS_AT_ONCE = 32;

/** Of files that an account's trails delivered on a day. */
interface Sample {
  /** One of them; they are encrypted alike but on the day on which that changes. */
  key: string;
  files: number;
  /** Undefined where it cannot be known. */
  encryption?: Encryption | undefined;
}

/** At most so many files make a Decrypt each, and so many of them have a Bucket Key, which makes them fewer. */
export interface Decrypts {
  atMost: number;
  withBucketKey: number;
}

/** How files are encrypted, by one of each day and account. */
export class EncryptionSamples {
  /** By what their keys begin with, then by day. */
  readonly #samples = new Map<string, Map<number, Sample>>();

  add(folder: string, day: number, files: readonly StoredObject[]): void {
    const account = /^(.*\/CloudTrail\/)/s.exec(folder)?.[1] ?? '';
    const sample = getOrMake(
      getOrMake(this.#samples, account, () => new Map<number, Sample>()),
      day,
      () => ({ key: '', files: 0 }),
    );
    sample.key = files.at(-1)?.key ?? sample.key;
    sample.files += files.length;
  }

  drop(day: number): void {
    for (const days of this.#samples.values()) days.delete(day);
  }

  /**
   * Asks for one file of each.
   *
   * @throws Refusal where nothing can be asked
   */
  async ask(store: ObjectStore, signal?: AbortSignal): Promise<void> {
    const slots = new Slots(HEADS_AT_ONCE);
    const all = [...this.#samples.values()].flatMap((days) => [...days.values()]);
    await Promise.all(
      all.map((sample) =>
        slots.run(async () => {
          sample.encryption = await store.head(sample.key, signal).catch(unknownOrThrow);
        }),
      ),
    );
  }

  /** A day's files count where the day before or after it has encrypted ones too: on which file that changed, nobody has asked. */
  decrypts(): Decrypts {
    const decrypts = { atMost: 0, withBucketKey: 0 };
    for (const days of this.#samples.values()) {
      for (const [day, { files, encryption }] of days) {
        const near = [encryption, days.get(day - 1)?.encryption, days.get(day + 1)?.encryption];
        if (encryption !== undefined && near.every((each) => each?.isKms !== true)) continue;
        decrypts.atMost += files;
        if (encryption?.hasBucketKey === true) decrypts.withBucketKey += files;
      }
    }
    return decrypts;
  }
}

/** To a HEAD S3 says no more than a number; what it means is said when the file is read. */
function unknownOrThrow(error: unknown): undefined {
  if (error instanceof Refusal && (error.reach === 'one' || error.isDenied)) return undefined;
  throw error;
}
