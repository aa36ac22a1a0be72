import type { DiscountedService } from '../../prices/book.js';
import type { FocusRow } from './columns.js';

/** Services as AWS's bills name them; categories of FOCUS 1.2. */
export const SERVICES: Record<DiscountedService, Pick<FocusRow, 'ServiceName' | 'ServiceCategory' | 'ServiceSubcategory'>> = {
  kms: { ServiceName: 'AWS Key Management Service', ServiceCategory: 'Identity', ServiceSubcategory: 'Other (Identity)' },
  cloudtrail: { ServiceName: 'AWS CloudTrail', ServiceCategory: 'Management and Governance', ServiceSubcategory: 'Observability' },
  guardduty: {
    ServiceName: 'Amazon GuardDuty',
    ServiceCategory: 'Security',
    ServiceSubcategory: 'Threat Detection and Response',
  },
  s3: { ServiceName: 'Amazon Simple Storage Service', ServiceCategory: 'Storage', ServiceSubcategory: 'Object Storage' },
};
