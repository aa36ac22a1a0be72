import { setTimeout } from 'node:timers/promises';
import type { CloudTrailClient, LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail';
import { sanitised } from '../base/cleaned.js';
import { TrailcostError } from '../base/errors.js';
import { type Access, clientSettings } from './access.js';
import { Refusal, refusalBy } from './refusals.js';

/** Events of one name in a stretch of time, both its seconds included (since 1970-01-01 UTC). */
export interface Lookup {
  eventName: string;
  from: number;
  to: number;
}

/** Some events, the newest first, each as CloudTrail records it, as JSON. */
export interface EventPage {
  events: string[];
  /** With which the next page is had; undefined where there is none. */
  next: string | undefined;
}

/** Events of a page, and pages a second in each Region: more are throttled. Source: API_LookupEvents in CloudTrail's API reference. */
export const EVENTS_A_PAGE = 50;
export const PAGES_A_SECOND = 2;

const ACTION = 'cloudtrail:LookupEvents';

/** CloudTrail's Event history of an account, Region by Region. */
export class EventHistory {
  /** Without one given, that which the SDK finds for every program. */
  readonly regions: readonly string[];
  readonly #sdk: typeof import('@aws-sdk/client-cloudtrail');
  readonly #clients: ReadonlyMap<string, CloudTrailClient>;
  readonly #access: Access;
  readonly #askedAt = new Map<string, number>();

  private constructor(sdk: typeof import('@aws-sdk/client-cloudtrail'), regions: readonly string[], access: Access) {
    this.#sdk = sdk;
    this.regions = regions;
    this.#access = access;
    this.#clients = new Map(regions.map((region) => [region, new sdk.CloudTrailClient({ ...clientSettings(access), region })]));
  }

  /**
   * @param regions none for the SDK's own
   * @throws TrailcostError `usage` where no Region is given or set
   */
  static async open(regions: readonly string[], access: Access): Promise<EventHistory> {
    const settings = clientSettings(access);
    const sdk = await import('@aws-sdk/client-cloudtrail');
    if (regions.length > 0) return new EventHistory(sdk, [...new Set(regions)], access);
    const client = new sdk.CloudTrailClient(settings);
    const region = await client.config.region().catch(() => undefined);
    client.destroy();
    if (region === undefined || region === '') {
      const remedy = 'Give the Region of the bucket and its key with --region, or set AWS_REGION.';
      throw new TrailcostError('usage', { where: '--event-history', what: 'no Region is given or set', remedy });
    }
    return new EventHistory(sdk, [region], access);
  }

  /**
   * The account that answers, as its newest event names it; undefined where it has none.
   *
   * @throws Refusal
   */
  async account(region: string, signal?: AbortSignal): Promise<string | undefined> {
    const { Events = [] } = await this.#ask(region, { MaxResults: 1 }, signal);
    const [, account] = /"recipientAccountId"\s*:\s*"(\d{12})"/.exec(Events[0]?.CloudTrailEvent ?? '') ?? [];
    return account;
  }

  /**
   * One page of events.
   *
   * @param token as the page before gave it
   * @throws Refusal
   */
  async page(region: string, { eventName, from, to }: Lookup, token?: string, signal?: AbortSignal): Promise<EventPage> {
    const question = {
      LookupAttributes: [{ AttributeKey: 'EventName' as const, AttributeValue: eventName }],
      StartTime: new Date(from * 1000),
      EndTime: new Date(to * 1000),
      MaxResults: EVENTS_A_PAGE,
      NextToken: token,
    };
    const { Events = [], NextToken: next } = await this.#ask(region, question, signal);
    return { events: Events.map(({ CloudTrailEvent = '' }) => CloudTrailEvent), next };
  }

  close(): void {
    for (const client of this.#clients.values()) client.destroy();
  }

  /** Not faster than CloudTrail answers. */
  async #ask(region: string, question: object, signal: AbortSignal | undefined): Promise<LookupEventsCommandOutput> {
    const client = this.#clients.get(region);
    if (client === undefined) throw new Error(`${region} was not opened`);
    const now = performance.now();
    const at = Math.max(now, (this.#askedAt.get(region) ?? 0) + 1000 / PAGES_A_SECOND);
    this.#askedAt.set(region, at);
    try {
      if (at > now) await setTimeout(at - now, undefined, { signal });
      return await client.send(new this.#sdk.LookupEventsCommand(question), signal === undefined ? {} : { abortSignal: signal });
    } catch (error) {
      throw this.#refused(error, region);
    }
  }

  #refused(error: unknown, region: string): unknown {
    const where = `Event history of ${sanitised(region)}`;
    const refused = refusalBy(error, { action: ACTION, where }, this.#access.endpoint);
    if (!(refused instanceof Refusal)) return refused;
    const remedy = REMEDIES.find(([isMeant]) => isMeant(refused, error))?.[1];
    const { reach, isDenied, isGone, reason: what } = refused;
    return remedy === undefined ? refused : new Refusal({ reach, isDenied, isGone, where, what, remedy }, error);
  }
}

/** What is to be done of what is refused here. */
const REMEDIES: readonly (readonly [(refused: Refusal, error: unknown) => boolean, string])[] = [
  [({ isDenied }) => isDenied, `This needs ${ACTION}, nothing else. Ask for it, or use another profile (AWS_PROFILE).`],
  [
    // What a Region that is not enabled says of credentials that are good elsewhere.
    (_, error) => error instanceof Error && /^(?:UnrecognizedClientException|InvalidClientTokenId)$/.test(error.name),
    'Check the credentials (AWS_PROFILE), and that the account has enabled this Region: `aws account list-regions`.',
  ],
];
