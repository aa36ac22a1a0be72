import type { Charge } from '../../model/charges.js';
import type { FocusRow } from './columns.js';

/** What FOCUS calls a service. */
type Service = Pick<FocusRow, 'ServiceName' | 'ServiceCategory' | 'ServiceSubcategory'>;

const KMS: Service = {
  ServiceName: 'AWS Key Management Service',
  ServiceCategory: 'Security',
  ServiceSubcategory: 'Secret Management',
};
const CLOUDTRAIL: Service = {
  ServiceName: 'AWS CloudTrail',
  ServiceCategory: 'Management and Governance',
  ServiceSubcategory: 'Observability',
};
const S3: Service = {
  ServiceName: 'Amazon Simple Storage Service',
  ServiceCategory: 'Storage',
  ServiceSubcategory: 'Object Storage',
};

/** Services as AWS's bills name them; categories of FOCUS 1.2. */
export const SERVICES: Record<Charge, Service> = {
  'kms-requests': KMS,
  'kms-keys': KMS,
  'cloudtrail-copies': CLOUDTRAIL,
  'cloudtrail-insights': CLOUDTRAIL,
  'cloudtrail-data-events': CLOUDTRAIL,
  's3-gets': S3,
};
