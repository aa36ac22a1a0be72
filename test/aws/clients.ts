import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { S3Client } from '@aws-sdk/client-s3';

// Each client would warn of the end of Node 20.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

interface Place {
  endpoint: string;
  region?: string;
  /** 1: what fails is not tried again. */
  maxAttempts?: number;
}

/** AWS's own clients, for an address of this machine. */
export const s3Client = (place: Place) => new S3Client(settings(place));
export const athenaClient = (place: Place) => new AthenaClient(settings(place));
export const cloudTrailClient = (place: Place) => new CloudTrailClient(settings(place));

function settings({ endpoint, region = 'us-east-1', maxAttempts = 1 }: Place) {
  return { endpoint, region, maxAttempts, credentials: { accessKeyId: 'made', secretAccessKey: 'made' } };
}
